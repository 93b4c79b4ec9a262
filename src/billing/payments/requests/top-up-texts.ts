import type { Language } from '#kernel/language.ts';

interface TopUpTexts {
  readonly title: string;
  readonly receiptTitle: string;
  readonly number: string;
  readonly date: string;
  readonly credit: string;
  readonly vat: (percent: string) => string;
  readonly total: string;
  readonly paid: string;
  readonly paidOn: string;
  readonly payUntil: (day: string) => string;
  readonly howToPay: string;
  /** Open credit is no supply yet. */
  readonly withoutVat: string;
  readonly thanks: string;
  readonly yourUid: string;
  readonly page: (page: number, pages: number) => string;
  readonly item: string;
  readonly inChf: string;
  readonly mail: {
    readonly subject: (number: string, amount: string) => string;
    readonly intro: (amount: string) => string;
    readonly payee: string;
    readonly account: string;
    readonly reference: string;
    readonly button: string;
    readonly paidSubject: (amount: string) => string;
    readonly paidIntro: (amount: string) => string;
    readonly reason: string;
  };
}

export const TOP_UP_TEXTS: Readonly<Record<Language, TopUpTexts>> = {
  de: {
    title: 'Aufladung des Guthabens',
    receiptTitle: 'Zahlungsbestätigung',
    number: 'Nummer',
    date: 'Datum',
    credit: 'Guthaben für KI-Dienste',
    vat: (percent) => `MWST ${percent} %`,
    total: 'Zu bezahlen',
    paid: 'Bezahlt',
    paidOn: 'Zahlungseingang',
    payUntil: (day) => `Zahlbar bis ${day}.`,
    howToPay:
      'Das Guthaben wird aufgeladen, sobald die Zahlung mit der angegebenen Referenz bei uns eingegangen ist. Bitte genau diesen Betrag überweisen.',
    withoutVat:
      'Ohne MWST: Das Guthaben ist ein Zahlungsmittel. Die MWST ist im Preis der Dienste enthalten, wenn sie bezogen werden.',
    thanks: 'Vielen Dank. Die Zahlung ist eingegangen und dem Guthaben gutgeschrieben.',
    yourUid: 'Ihre UID',
    page: (page, pages) => `Seite ${page} von ${pages}`,
    item: 'Bezeichnung',
    inChf: 'CHF',
    mail: {
      subject: (number, amount) => `QR-Rechnung ${number} über ${amount}`,
      intro: (amount) =>
        `Für Ihr Konto wurde eine Aufladung angefordert. Mit der QR-Rechnung im Anhang bezahlen Sie ${amount}.`,
      payee: 'Zahlbar an',
      account: 'Konto',
      reference: 'Referenz',
      button: 'Aufladungen ansehen',
      paidSubject: (amount) => `Zahlung eingegangen: ${amount}`,
      paidIntro: (amount) => `Ihre Zahlung ist eingegangen. Das Guthaben wurde um ${amount} aufgeladen.`,
      reason: 'Sie erhalten diese Nachricht, weil Ihre Adresse in den Einstellungen als Empfänger steht.',
    },
  },
  en: {
    title: 'Top-up of the balance',
    receiptTitle: 'Confirmation of payment',
    number: 'Number',
    date: 'Date',
    credit: 'Credit for AI services',
    vat: (percent) => `VAT ${percent} %`,
    total: 'To pay',
    paid: 'Paid',
    paidOn: 'Payment received',
    payUntil: (day) => `Payable by ${day}.`,
    howToPay:
      'The balance is topped up as soon as the payment with the given reference has arrived. Please transfer exactly this amount.',
    withoutVat:
      'Without VAT: the credit is a means of payment. VAT is contained in the price of the services when they are used.',
    thanks: 'Thank you. The payment has arrived and was added to the balance.',
    yourUid: 'Your UID',
    page: (page, pages) => `Page ${page} of ${pages}`,
    item: 'Item',
    inChf: 'CHF',
    mail: {
      subject: (number, amount) => `QR-bill ${number} for ${amount}`,
      intro: (amount) =>
        `A top-up was requested for your account. With the attached QR-bill you pay ${amount}.`,
      payee: 'Payable to',
      account: 'Account',
      reference: 'Reference',
      button: 'See the top-ups',
      paidSubject: (amount) => `Payment received: ${amount}`,
      paidIntro: (amount) => `Your payment has arrived. The balance was topped up by ${amount}.`,
      reason: 'You get this message because your address is among the recipients in the settings.',
    },
  },
  fr: {
    title: 'Recharge du solde',
    receiptTitle: 'Confirmation de paiement',
    number: 'Numéro',
    date: 'Date',
    credit: 'Crédit pour services d’IA',
    vat: (percent) => `TVA ${percent} %`,
    total: 'À payer',
    paid: 'Payé',
    paidOn: 'Paiement reçu',
    payUntil: (day) => `Payable jusqu’au ${day}.`,
    howToPay:
      'Le solde est rechargé dès que le paiement avec la référence indiquée nous est parvenu. Veuillez virer exactement ce montant.',
    withoutVat:
      'Sans TVA : le crédit est un moyen de paiement. La TVA est comprise dans le prix des services au moment où ils sont utilisés.',
    thanks: 'Merci. Le paiement nous est parvenu et a été ajouté au solde.',
    yourUid: 'Votre IDE',
    page: (page, pages) => `Page ${page} sur ${pages}`,
    item: 'Désignation',
    inChf: 'CHF',
    mail: {
      subject: (number, amount) => `QR-facture ${number} de ${amount}`,
      intro: (amount) =>
        `Une recharge a été demandée pour votre compte. Avec la QR-facture ci-jointe, vous payez ${amount}.`,
      payee: 'Payable à',
      account: 'Compte',
      reference: 'Référence',
      button: 'Voir les recharges',
      paidSubject: (amount) => `Paiement reçu : ${amount}`,
      paidIntro: (amount) => `Votre paiement nous est parvenu. Le solde a été rechargé de ${amount}.`,
      reason:
        'Vous recevez ce message parce que votre adresse figure parmi les destinataires dans les réglages.',
    },
  },
  it: {
    title: 'Ricarica del saldo',
    receiptTitle: 'Conferma di pagamento',
    number: 'Numero',
    date: 'Data',
    credit: 'Credito per servizi di IA',
    vat: (percent) => `IVA ${percent} %`,
    total: 'Da pagare',
    paid: 'Pagato',
    paidOn: 'Pagamento ricevuto',
    payUntil: (day) => `Pagabile entro il ${day}.`,
    howToPay:
      'Il saldo viene ricaricato non appena il pagamento con il riferimento indicato è arrivato. Si prega di versare esattamente questo importo.',
    withoutVat:
      'Senza IVA: il credito è un mezzo di pagamento. L’IVA è compresa nel prezzo dei servizi al momento del loro utilizzo.',
    thanks: 'Grazie. Il pagamento è arrivato ed è stato aggiunto al saldo.',
    yourUid: 'Il vostro IDI',
    page: (page, pages) => `Pagina ${page} di ${pages}`,
    item: 'Descrizione',
    inChf: 'CHF',
    mail: {
      subject: (number, amount) => `QR-fattura ${number} di ${amount}`,
      intro: (amount) =>
        `È stata richiesta una ricarica per il vostro conto. Con la QR-fattura allegata pagate ${amount}.`,
      payee: 'Pagabile a',
      account: 'Conto',
      reference: 'Riferimento',
      button: 'Vedere le ricariche',
      paidSubject: (amount) => `Pagamento ricevuto: ${amount}`,
      paidIntro: (amount) => `Il vostro pagamento è arrivato. Il saldo è stato ricaricato di ${amount}.`,
      reason: 'Ricevete questo messaggio perché il vostro indirizzo è tra i destinatari nelle impostazioni.',
    },
  },
};
