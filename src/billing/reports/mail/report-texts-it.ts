import { commaPercent, type ReportTexts } from './report-text.ts';

export const ITALIAN_REPORT: ReportTexts = {
  subject: ({ mandate, month, closing }) => `${mandate}: rapporto di ${month}, saldo finale ${closing}`,
  userSubject: ({ mandate, month, spent }) => `Il suo consumo a ${month} presso ${mandate}: ${spent}`,
  title: (month) => `Rapporto di ${month}`,
  userTitle: ({ name, month }) => `Consumo di ${name} a ${month}`,
  lead: ({ mandate, from, to }) => `Ecco quanto ${mandate} ha consumato dal ${from} al ${to}.`,
  userLead: ({ mandate, from, to }) => `Ecco quanto Lei ha consumato presso ${mandate} dal ${from} al ${to}.`,
  nothing: 'In questo mese non ci sono state chiamate.',
  facts: {
    opening: 'Saldo iniziale',
    broughtOver: 'Dalla piattaforma precedente',
    topUps: 'Ricariche',
    usage: 'Consumo',
    other: 'Rettifiche, rimborsi e giroconti',
    closing: 'Saldo finale',
    calls: 'Chiamate',
    available: 'Disponibile ora',
  },
  chart: {
    title: 'Consumo al giorno, CHF',
    alt: ({ month, spent, day, most }) =>
      `Consumo al giorno a ${month}: ${spent} in tutto, il massimo il ${day} con ${most}.`,
    altBefore: ({ month, spent }) => `Come linea ${month}: ${spent} in tutto.`,
  },
  changes: 'Che cosa è cambiato',
  comparison: {
    more: ({ amount, month, percent }) =>
      `In tutto ${amount} in più rispetto a ${month}${commaPercent(percent)}.`,
    less: ({ amount, month, percent }) =>
      `In tutto ${amount} in meno rispetto a ${month}${commaPercent(percent)}.`,
    same: (month) => `In tutto esattamente quanto a ${month}.`,
    none: (month) => `A ${month} non ci sono state chiamate, quindi non c’è nulla da confrontare.`,
    perDay: ({ now, before, percent, days, daysBefore, month, monthBefore }) =>
      `Al giorno di calendario ${now} invece di ${before}${commaPercent(percent)}: ${month} ha ${days} giorni, ${monthBefore} ${daysBefore}.`,
  },
  change: {
    more: ({ name, amount, month, percent }) =>
      `${name}: ${amount} in più rispetto a ${month}${commaPercent(percent)}`,
    less: ({ name, amount, month, percent }) =>
      `${name}: ${amount} in meno rispetto a ${month}${commaPercent(percent)}`,
    isNew: ({ name, amount }) => `${name}: ${amount}, prima non usato`,
    isGone: ({ name, amount }) => `${name}: non più usato, ${amount} in meno`,
  },
  forecast: {
    heading: 'Che cosa aspettarsi',
    expected: ({ month, low, high }) => `Al ritmo attuale ${month} costerà tra ${low} e ${high}.`,
    expectedOne: ({ month, amount }) => `Al ritmo attuale ${month} costerà circa ${amount}.`,
    lasts: ({ day, days }) =>
      `Il saldo basta fino al ${day} circa (${days} ${days === 1 ? 'giorno' : 'giorni'}).`,
    isEmpty: 'Il saldo è esaurito: le chiamate vengono rifiutate.',
  },
  tables: { provider: 'Per fornitore', model: 'Per modello', user: 'Per utente', feature: 'Per funzione' },
  columns: { calls: 'Chiamate', amount: 'CHF', share: 'Quota' },
  features: { api: 'API', chat: 'Chat', automation: 'Automazioni' },
  deletedAutomation: 'Automazione eliminata',
  otherAutomations: 'Altre automazioni',
  formerUser: 'Ex utente',
  allOthers: 'Tutti gli altri',
  total: 'Totale',
  files: 'In allegato l’estratto conto in PDF e il consumo per giorno, fornitore, modello e utente in CSV.',
  usageFile: 'In allegato il consumo per giorno, fornitore, modello e utente in CSV.',
  userFile: 'In allegato il suo consumo per giorno, fornitore e modello in CSV.',
  coarseFile:
    'Il file CSV è meno dettagliato del solito, perché sarebbe troppo grande. Tutte le registrazioni sono sulla pagina.',
  button: 'Apri in Rappen',
  reason: (mandate) => `Riceve questo rapporto perché il suo indirizzo è nelle impostazioni di ${mandate}.`,
  administratorReason: (mandate) =>
    `Riceve questo rapporto come amministratore di ${mandate}, perché lì non è impostato alcun destinatario.`,
  userReason: (mandate) => `Riceve questo rapporto come utente di ${mandate}.`,
  fileName: 'Consumo',
};
