import type { Language } from '#kernel/language.ts';

/** `of`: the mandate, or a user's own wallet in it. */
interface Threshold {
  readonly left: string;
  readonly threshold: string;
}

interface WarningTexts {
  readonly subject: (of: string, left: string) => string;
  readonly title: string;
  readonly lead: (amounts: Threshold) => string;
}

export interface WarningMailTexts {
  readonly low: WarningTexts;
  readonly empty: WarningTexts;
  /** With a credit limit. */
  readonly lowCredit: WarningTexts;
  readonly emptyCredit: WarningTexts;
  /** Less than nothing is left: a limit was lowered under what is used. */
  readonly beyond: (amount: string) => string;
  readonly of: string;
  readonly left: string;
  readonly warnedBelow: string;
  readonly lasts: string;
  readonly lastsDays: (days: number, until: string) => string;
  readonly notToday: string;
  readonly spent7Days: string;
  readonly spendersCaption: string;
  readonly person: string;
  readonly amount: string;
  readonly open: string;
  readonly howToChange: (address: string) => string;
  readonly askAdministrator: string;
  readonly whyRecipient: (mandate: string) => string;
  readonly whyAdministrator: (mandate: string) => string;
  readonly whyOwner: (mandate: string) => string;
}

export const WARNING_MAIL_TEXTS: Readonly<Record<Language, WarningMailTexts>> = {
  de: {
    low: {
      subject: (of, left) => `Guthaben von ${of} wird knapp: noch ${left}`,
      title: 'Das Guthaben wird knapp',
      lead: ({ left, threshold }) =>
        `Die Warnschwelle von ${threshold} ist unterschritten. Es sind noch ${left} verfügbar.`,
    },
    empty: {
      subject: (of) => `Guthaben von ${of} ist aufgebraucht`,
      title: 'Das Guthaben ist aufgebraucht',
      lead: ({ left }) =>
        `Es sind noch ${left} verfügbar. Was mehr kostet, wird abgelehnt, bis wieder Guthaben da ist.`,
    },
    lowCredit: {
      subject: (of, left) => `Kreditlimite von ${of} ist bald erreicht: noch ${left}`,
      title: 'Die Kreditlimite ist bald erreicht',
      lead: ({ left, threshold }) =>
        `Die Warnschwelle von ${threshold} ist unterschritten. Bis zur Kreditlimite sind es noch ${left}.`,
    },
    emptyCredit: {
      subject: (of) => `Kreditlimite von ${of} ist erreicht`,
      title: 'Die Kreditlimite ist erreicht',
      lead: ({ left }) =>
        `Bis zur Kreditlimite sind es noch ${left}. Was mehr kostet, wird abgelehnt, bis eine Zahlung eingeht.`,
    },
    beyond: (amount) =>
      `Der Saldo liegt ${amount} unter dem, was erlaubt ist. Aufrufe werden abgelehnt, bis wieder Geld da ist.`,
    of: 'Guthaben von',
    left: 'Noch verfügbar',
    warnedBelow: 'Warnung unter',
    lasts: 'Reicht beim jetzigen Verbrauch',
    lastsDays: (days, until) => (days === 1 ? `etwa 1 Tag, bis ${until}` : `etwa ${days} Tage, bis ${until}`),
    notToday: 'nicht über den heutigen Tag hinaus',
    spent7Days: 'Verbraucht in den letzten 7 Tagen und heute',
    spendersCaption: 'Wer in den letzten 30 Tagen am meisten verbraucht hat',
    person: 'Person',
    amount: 'Betrag',
    open: 'Abrechnung öffnen',
    howToChange: (address) =>
      `Wann und an wen gewarnt wird, legen Sie in den Einstellungen fest:\n${address}`,
    askAdministrator: 'Guthaben erhalten Sie von den Administratoren Ihres Mandanten.',
    whyRecipient: (mandate) =>
      `Sie erhalten diese Mail, weil Ihre Adresse bei ${mandate} als Empfänger von Warnungen eingetragen ist.`,
    whyAdministrator: (mandate) =>
      `Sie erhalten diese Mail als Administrator von ${mandate}, weil dort keine Empfänger eingetragen sind.`,
    whyOwner: (mandate) => `Sie erhalten diese Mail, weil es Ihr eigenes Guthaben bei ${mandate} ist.`,
  },
  en: {
    low: {
      subject: (of, left) => `The balance of ${of} is running low: ${left} left`,
      title: 'The balance is running low',
      lead: ({ left, threshold }) =>
        `It has fallen below the warning threshold of ${threshold}. ${left} are left.`,
    },
    empty: {
      subject: (of) => `The balance of ${of} is used up`,
      title: 'The balance is used up',
      lead: ({ left }) => `${left} are left. Calls that cost more are refused until there is money again.`,
    },
    lowCredit: {
      subject: (of, left) => `The credit limit of ${of} is nearly reached: ${left} left`,
      title: 'The credit limit is nearly reached',
      lead: ({ left, threshold }) =>
        `It has fallen below the warning threshold of ${threshold}. ${left} are left of the credit limit.`,
    },
    emptyCredit: {
      subject: (of) => `The credit limit of ${of} is reached`,
      title: 'The credit limit is reached',
      lead: ({ left }) =>
        `${left} are left of the credit limit. Calls that cost more are refused until a payment arrives.`,
    },
    beyond: (amount) =>
      `The balance is ${amount} below what is allowed. Calls are refused until there is money again.`,
    of: 'Balance of',
    left: 'Left',
    warnedBelow: 'Warning below',
    lasts: 'Lasts at the present pace',
    lastsDays: (days, until) =>
      days === 1 ? `about 1 day, until ${until}` : `about ${days} days, until ${until}`,
    notToday: 'not beyond today',
    spent7Days: 'Spent in the last 7 days and today',
    spendersCaption: 'Who spent most in the last 30 days',
    person: 'Person',
    amount: 'Amount',
    open: 'Open billing',
    howToChange: (address) => `When and to whom a warning is sent is set in the settings:\n${address}`,
    askAdministrator: 'The administrators of your mandate can give you more.',
    whyRecipient: (mandate) =>
      `You get this mail because your address is set as a recipient of warnings of ${mandate}.`,
    whyAdministrator: (mandate) =>
      `You get this mail as an administrator of ${mandate}, because no recipients are set there.`,
    whyOwner: (mandate) => `You get this mail because it is your own balance at ${mandate}.`,
  },
  fr: {
    low: {
      subject: (of, left) => `Le solde de ${of} devient faible : il reste ${left}`,
      title: 'Le solde devient faible',
      lead: ({ left, threshold }) =>
        `Le solde est passé sous le seuil d’alerte de ${threshold}. Il reste ${left}.`,
    },
    empty: {
      subject: (of) => `Le solde de ${of} est épuisé`,
      title: 'Le solde est épuisé',
      lead: ({ left }) =>
        `Il reste ${left}. Les appels qui coûtent plus sont refusés jusqu’à la prochaine recharge.`,
    },
    lowCredit: {
      subject: (of, left) => `La limite de crédit de ${of} est bientôt atteinte : il reste ${left}`,
      title: 'La limite de crédit est bientôt atteinte',
      lead: ({ left, threshold }) =>
        `Le disponible est passé sous le seuil d’alerte de ${threshold}. Il reste ${left} jusqu’à la limite de crédit.`,
    },
    emptyCredit: {
      subject: (of) => `La limite de crédit de ${of} est atteinte`,
      title: 'La limite de crédit est atteinte',
      lead: ({ left }) =>
        `Il reste ${left} jusqu’à la limite de crédit. Les appels qui coûtent plus sont refusés jusqu’au prochain paiement.`,
    },
    beyond: (amount) =>
      `Le solde est de ${amount} en dessous de ce qui est permis. Les appels sont refusés jusqu’au prochain versement.`,
    of: 'Solde de',
    left: 'Encore disponible',
    warnedBelow: 'Alerte en dessous de',
    lasts: 'Suffit au rythme actuel pour',
    lastsDays: (days, until) =>
      days === 1 ? `environ 1 jour, jusqu’au ${until}` : `environ ${days} jours, jusqu’au ${until}`,
    notToday: 'moins d’un jour',
    spent7Days: 'Consommé ces 7 derniers jours et aujourd’hui',
    spendersCaption: 'Qui a consommé le plus ces 30 derniers jours',
    person: 'Personne',
    amount: 'Montant',
    open: 'Ouvrir la facturation',
    howToChange: (address) =>
      `Le seuil et les destinataires des alertes se règlent dans les paramètres :\n${address}`,
    askAdministrator: 'Les administrateurs de votre mandant peuvent vous attribuer un nouveau solde.',
    whyRecipient: (mandate) =>
      `Vous recevez ce message parce que votre adresse figure parmi les destinataires des alertes de ${mandate}.`,
    whyAdministrator: (mandate) =>
      `Vous recevez ce message en tant qu’administrateur de ${mandate}, car aucun destinataire n’y est indiqué.`,
    whyOwner: (mandate) =>
      `Vous recevez ce message parce qu’il s’agit de votre propre solde chez ${mandate}.`,
  },
  it: {
    low: {
      subject: (of, left) => `Il saldo di ${of} sta per finire: restano ${left}`,
      title: 'Il saldo sta per finire',
      lead: ({ left, threshold }) =>
        `Il saldo è sceso sotto la soglia di avviso di ${threshold}. Restano ${left}.`,
    },
    empty: {
      subject: (of) => `Il saldo di ${of} è esaurito`,
      title: 'Il saldo è esaurito',
      lead: ({ left }) =>
        `Restano ${left}. Le chiamate che costano di più vengono rifiutate fino alla prossima ricarica.`,
    },
    lowCredit: {
      subject: (of, left) => `Il limite di credito di ${of} è quasi raggiunto: restano ${left}`,
      title: 'Il limite di credito è quasi raggiunto',
      lead: ({ left, threshold }) =>
        `L’importo disponibile è sceso sotto la soglia di avviso di ${threshold}. Restano ${left} fino al limite di credito.`,
    },
    emptyCredit: {
      subject: (of) => `Il limite di credito di ${of} è raggiunto`,
      title: 'Il limite di credito è raggiunto',
      lead: ({ left }) =>
        `Restano ${left} fino al limite di credito. Le chiamate che costano di più vengono rifiutate fino al prossimo pagamento.`,
    },
    beyond: (amount) =>
      `Il saldo è di ${amount} sotto quanto è consentito. Le chiamate vengono rifiutate fino al prossimo versamento.`,
    of: 'Saldo di',
    left: 'Ancora disponibile',
    warnedBelow: 'Avviso sotto',
    lasts: 'Al ritmo attuale basta per',
    lastsDays: (days, until) =>
      days === 1 ? `circa 1 giorno, fino al ${until}` : `circa ${days} giorni, fino al ${until}`,
    notToday: 'meno di un giorno',
    spent7Days: 'Consumato negli ultimi 7 giorni e oggi',
    spendersCaption: 'Chi ha consumato di più negli ultimi 30 giorni',
    person: 'Persona',
    amount: 'Importo',
    open: 'Aprire la fatturazione',
    howToChange: (address) =>
      `La soglia e i destinatari degli avvisi si impostano nelle impostazioni:\n${address}`,
    askAdministrator: 'Gli amministratori del suo mandante possono assegnarle altro saldo.',
    whyRecipient: (mandate) =>
      `Riceve questo messaggio perché il suo indirizzo è tra i destinatari degli avvisi di ${mandate}.`,
    whyAdministrator: (mandate) =>
      `Riceve questo messaggio come amministratore di ${mandate}, perché lì non è impostato alcun destinatario.`,
    whyOwner: (mandate) => `Riceve questo messaggio perché si tratta del suo saldo presso ${mandate}.`,
  },
};
