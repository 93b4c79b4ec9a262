import type { Language } from '#kernel/language.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';

/** What a statement says beside its figures. */
export interface StatementTexts {
  readonly title: string;
  readonly preview: string;
  readonly number: string;
  readonly date: string;
  readonly period: string;
  readonly yourUid: string;
  readonly opening: string;
  readonly movementsOf: string;
  readonly closing: string;
  readonly movements: string;
  readonly count: string;
  readonly inChf: string;
  readonly entries: string;
  readonly day: string;
  readonly what: string;
  readonly wallet: string;
  readonly more: (count: string) => string;
  readonly usage: string;
  readonly model: string;
  readonly calls: string;
  readonly input: string;
  readonly cached: string;
  readonly output: string;
  readonly total: string;
  readonly noUsage: string;
  readonly wallets: string;
  readonly pool: string;
  readonly received: string;
  readonly used: string;
  readonly vat: string;
  readonly vatBasis: Readonly<Record<'in_charges' | 'on_top_ups' | 'on_charges', string>>;
  readonly rate: string;
  readonly net: string;
  readonly gross: string;
  readonly noVat: string;
  readonly rest: (from: string, to: string) => string;
  readonly zone: string;
  readonly exact: string;
  readonly page: (page: number, pages: number) => string;
  readonly months: readonly string[];
  readonly types: Readonly<Record<TransactionType, string>>;
}

export const STATEMENT_TEXTS: Readonly<Record<Language, StatementTexts>> = {
  de: {
    title: 'Kontoauszug',
    preview: 'Vorschau',
    number: 'Nummer',
    date: 'Datum',
    period: 'Zeitraum',
    yourUid: 'Ihre UID',
    opening: 'Anfangssaldo',
    movementsOf: 'Bewegungen',
    closing: 'Schlusssaldo',
    movements: 'Bewegungen',
    count: 'Anzahl',
    inChf: 'CHF',
    entries: 'Zahlungen und Korrekturen',
    day: 'Datum',
    what: 'Text',
    wallet: 'Portemonnaie',
    more: (count) => `${count} weitere`,
    usage: 'Verbrauch nach Anbieter und Modell',
    model: 'Anbieter, Modell',
    calls: 'Aufrufe',
    input: 'Tokens ein',
    cached: 'davon Cache',
    output: 'Tokens aus',
    total: 'Total',
    noUsage: 'In diesem Monat gab es keine Aufrufe.',
    wallets: 'Portemonnaies',
    pool: 'Gemeinsames Guthaben',
    received: 'Zugänge, Umbuchungen',
    used: 'Verbrauch',
    vat: 'Mehrwertsteuer',
    vatBasis: {
      in_charges:
        'In den Belastungen enthalten. Aufladungen sind Zahlungsmittel und enthalten keine Mehrwertsteuer.',
      on_top_ups: 'Auf den Aufladungen geschuldet. Guthaben und Belastungen sind ohne Mehrwertsteuer.',
      on_charges: 'Die Belastungen sind ohne Mehrwertsteuer; sie kommt mit der Rechnung dazu.',
    },
    rate: 'Satz',
    net: 'Netto',
    gross: 'Brutto',
    noVat: 'Der Aussteller ist nicht mehrwertsteuerpflichtig; es ist keine Mehrwertsteuer enthalten.',
    rest: (from, to) =>
      `Bruchteile eines Rappens werden vorgetragen: CHF ${from} aus dem Vormonat, CHF ${to} in den nächsten Monat.`,
    zone: 'Massgebend ist die Zeit der Buchung in der Schweiz (Europe/Zurich).',
    exact: 'Die genauen Beträge mit neun Nachkommastellen stehen in der Datei zum Auszug.',
    page: (page, pages) => `Seite ${page} von ${pages}`,
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
    types: {
      opening: 'Eröffnung',
      top_up: 'Aufladung',
      payment: 'Zahlung',
      usage: 'Verbrauch',
      usage_correction: 'Berichtigung von Aufrufen',
      absorbed: 'Nicht belastet',
      adjustment: 'Korrektur',
      refund: 'Rückzahlung',
      reversal: 'Rückbelastung',
      transfer: 'Umbuchung',
    },
  },
  en: {
    title: 'Statement of account',
    preview: 'Preview',
    number: 'Number',
    date: 'Date',
    period: 'Period',
    yourUid: 'Your UID',
    opening: 'Opening balance',
    movementsOf: 'Movements',
    closing: 'Closing balance',
    movements: 'Movements',
    count: 'Count',
    inChf: 'CHF',
    entries: 'Payments and adjustments',
    day: 'Date',
    what: 'Text',
    wallet: 'Wallet',
    more: (count) => `${count} more`,
    usage: 'Usage by provider and model',
    model: 'Provider, model',
    calls: 'Calls',
    input: 'Tokens in',
    cached: 'of these cached',
    output: 'Tokens out',
    total: 'Total',
    noUsage: 'There were no calls in this month.',
    wallets: 'Wallets',
    pool: 'Common pool',
    received: 'Received, transfers',
    used: 'Usage',
    vat: 'Value added tax',
    vatBasis: {
      in_charges: 'Contained in the charges. Top-ups are a means of payment and contain no VAT.',
      on_top_ups: 'Due on the top-ups. Credit and charges are without VAT.',
      on_charges: 'The charges are without VAT, which is added on the invoice.',
    },
    rate: 'Rate',
    net: 'Net',
    gross: 'Gross',
    noVat: 'The issuer is not liable for VAT; no VAT is contained.',
    rest: (from, to) =>
      `Fractions of a Rappen are carried forward: CHF ${from} from the month before, CHF ${to} to the next month.`,
    zone: 'What counts is the time of the booking in Switzerland (Europe/Zurich).',
    exact: 'The exact amounts with nine decimals are in the file of this statement.',
    page: (page, pages) => `Page ${page} of ${pages}`,
    months: 'January February March April May June July August September October November December'.split(
      ' ',
    ),
    types: {
      opening: 'Opening',
      top_up: 'Top-up',
      payment: 'Payment',
      usage: 'Usage',
      usage_correction: 'Corrections of calls',
      absorbed: 'Not charged',
      adjustment: 'Adjustment',
      refund: 'Refund',
      reversal: 'Reversal',
      transfer: 'Transfer',
    },
  },
  fr: {
    title: 'Relevé de compte',
    preview: 'Aperçu',
    number: 'Numéro',
    date: 'Date',
    period: 'Période',
    yourUid: 'Votre IDE',
    opening: 'Solde initial',
    movementsOf: 'Mouvements',
    closing: 'Solde final',
    movements: 'Mouvements',
    count: 'Nombre',
    inChf: 'CHF',
    entries: 'Paiements et corrections',
    day: 'Date',
    what: 'Texte',
    wallet: 'Portefeuille',
    more: (count) => `${count} autres`,
    usage: 'Consommation par fournisseur et modèle',
    model: 'Fournisseur, modèle',
    calls: 'Appels',
    input: 'Jetons reçus',
    cached: 'dont cache',
    output: 'Jetons produits',
    total: 'Total',
    noUsage: 'Il n’y a pas eu d’appels ce mois-ci.',
    wallets: 'Portefeuilles',
    pool: 'Solde commun',
    received: 'Entrées, virements',
    used: 'Consommation',
    vat: 'Taxe sur la valeur ajoutée',
    vatBasis: {
      in_charges:
        'Comprise dans les débits. Les recharges sont un moyen de paiement et ne comprennent pas de TVA.',
      on_top_ups: 'Due sur les recharges. Le solde et les débits s’entendent hors TVA.',
      on_charges: 'Les débits s’entendent hors TVA ; elle s’ajoute sur la facture.',
    },
    rate: 'Taux',
    net: 'Net',
    gross: 'Brut',
    noVat: 'L’émetteur n’est pas assujetti à la TVA ; aucune TVA n’est comprise.',
    rest: (from, to) =>
      `Les fractions de centime sont reportées : CHF ${from} du mois précédent, CHF ${to} au mois suivant.`,
    zone: 'L’heure de l’écriture en Suisse (Europe/Zurich) fait foi.',
    exact: 'Les montants exacts à neuf décimales figurent dans le fichier de ce relevé.',
    page: (page, pages) => `Page ${page} sur ${pages}`,
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
    types: {
      opening: 'Ouverture',
      top_up: 'Recharge',
      payment: 'Paiement',
      usage: 'Consommation',
      usage_correction: 'Rectification d’appels',
      absorbed: 'Non débité',
      adjustment: 'Correction',
      refund: 'Remboursement',
      reversal: 'Contre-passation',
      transfer: 'Virement interne',
    },
  },
  it: {
    title: 'Estratto conto',
    preview: 'Anteprima',
    number: 'Numero',
    date: 'Data',
    period: 'Periodo',
    yourUid: 'Il Suo IDI',
    opening: 'Saldo iniziale',
    movementsOf: 'Movimenti',
    closing: 'Saldo finale',
    movements: 'Movimenti',
    count: 'Numero',
    inChf: 'CHF',
    entries: 'Pagamenti e rettifiche',
    day: 'Data',
    what: 'Testo',
    wallet: 'Portafoglio',
    more: (count) => `altre ${count}`,
    usage: 'Consumo per fornitore e modello',
    model: 'Fornitore, modello',
    calls: 'Chiamate',
    input: 'Token in entrata',
    cached: 'di cui cache',
    output: 'Token in uscita',
    total: 'Totale',
    noUsage: 'In questo mese non ci sono state chiamate.',
    wallets: 'Portafogli',
    pool: 'Saldo comune',
    received: 'Entrate, giroconti',
    used: 'Consumo',
    vat: 'Imposta sul valore aggiunto',
    vatBasis: {
      in_charges: 'Compresa negli addebiti. Le ricariche sono un mezzo di pagamento e non comprendono IVA.',
      on_top_ups: 'Dovuta sulle ricariche. Saldo e addebiti sono senza IVA.',
      on_charges: 'Gli addebiti sono senza IVA, che si aggiunge in fattura.',
    },
    rate: 'Aliquota',
    net: 'Netto',
    gross: 'Lordo',
    noVat: 'L’emittente non è assoggettato all’IVA; nessuna IVA è compresa.',
    rest: (from, to) =>
      `Le frazioni di centesimo sono riportate: CHF ${from} dal mese precedente, CHF ${to} al mese successivo.`,
    zone: 'Fa stato l’ora della registrazione in Svizzera (Europe/Zurich).',
    exact: 'Gli importi esatti con nove decimali sono nel file di questo estratto.',
    page: (page, pages) => `Pagina ${page} di ${pages}`,
    months:
      'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(
        ' ',
      ),
    types: {
      opening: 'Apertura',
      top_up: 'Ricarica',
      payment: 'Pagamento',
      usage: 'Consumo',
      usage_correction: 'Correzione di chiamate',
      absorbed: 'Non addebitato',
      adjustment: 'Rettifica',
      refund: 'Rimborso',
      reversal: 'Storno',
      transfer: 'Giroconto',
    },
  },
};
