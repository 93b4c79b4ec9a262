import { commaPercent, type ReportTexts } from './report-text.ts';

export const GERMAN_REPORT: ReportTexts = {
  subject: ({ mandate, month, closing }) => `${mandate}: Bericht ${month}, Schlussbestand ${closing}`,
  userSubject: ({ mandate, month, spent }) => `Ihr Verbrauch im ${month} bei ${mandate}: ${spent}`,
  title: (month) => `Bericht ${month}`,
  userTitle: ({ name, month }) => `Verbrauch von ${name} im ${month}`,
  lead: ({ mandate, from, to }) => `Das hat ${mandate} vom ${from} bis ${to} gebraucht.`,
  userLead: ({ mandate, from, to }) => `Das haben Sie bei ${mandate} vom ${from} bis ${to} gebraucht.`,
  nothing: 'In diesem Monat gab es keine Aufrufe.',
  facts: {
    opening: 'Anfangsbestand',
    broughtOver: 'Von der bisherigen Plattform',
    topUps: 'Aufladungen',
    usage: 'Verbrauch',
    other: 'Korrekturen, Rückzahlungen und Umbuchungen',
    closing: 'Schlussbestand',
    calls: 'Aufrufe',
    available: 'Jetzt verfügbar',
  },
  chart: {
    title: 'Verbrauch pro Tag, CHF',
    alt: ({ month, spent, day, most }) =>
      `Verbrauch pro Tag im ${month}: insgesamt ${spent}, am meisten am ${day} mit ${most}.`,
    altBefore: ({ month, spent }) => `Als Linie der ${month}: insgesamt ${spent}.`,
  },
  changes: 'Was sich geändert hat',
  comparison: {
    more: ({ amount, month, percent }) => `Insgesamt ${amount} mehr als im ${month}${commaPercent(percent)}.`,
    less: ({ amount, month, percent }) =>
      `Insgesamt ${amount} weniger als im ${month}${commaPercent(percent)}.`,
    same: (month) => `Insgesamt genau so viel wie im ${month}.`,
    none: (month) => `Im ${month} gab es keine Aufrufe, also nichts zu vergleichen.`,
    perDay: ({ now, before, percent, days, daysBefore, month, monthBefore }) =>
      `Pro Kalendertag ${now} statt ${before}${commaPercent(percent)}: der ${month} hat ${days} Tage, der ${monthBefore} ${daysBefore}.`,
  },
  change: {
    more: ({ name, amount, month, percent }) =>
      `${name}: ${amount} mehr als im ${month}${commaPercent(percent)}`,
    less: ({ name, amount, month, percent }) =>
      `${name}: ${amount} weniger als im ${month}${commaPercent(percent)}`,
    isNew: ({ name, amount }) => `${name}: ${amount}, vorher nicht gebraucht`,
    isGone: ({ name, amount }) => `${name}: nicht mehr gebraucht, ${amount} weniger`,
  },
  forecast: {
    heading: 'Wie es weitergeht',
    expected: ({ month, low, high }) =>
      `Beim jetzigen Tempo kostet der ${month} zwischen ${low} und ${high}.`,
    expectedOne: ({ month, amount }) => `Beim jetzigen Tempo kostet der ${month} etwa ${amount}.`,
    lasts: ({ day, days }) =>
      `Das Guthaben reicht noch bis etwa ${day} (${days} ${days === 1 ? 'Tag' : 'Tage'}).`,
    isEmpty: 'Das Guthaben ist aufgebraucht: Aufrufe werden abgelehnt.',
  },
  tables: {
    provider: 'Nach Anbieter',
    model: 'Nach Modell',
    user: 'Nach Benutzer',
    feature: 'Nach Funktion',
  },
  columns: { calls: 'Aufrufe', amount: 'CHF', share: 'Anteil' },
  features: { api: 'API', chat: 'Chat', automation: 'Automationen' },
  deletedAutomation: 'Gelöschte Automation',
  otherAutomations: 'Andere Automationen',
  formerUser: 'Ehemaliger Benutzer',
  allOthers: 'Alle anderen',
  total: 'Total',
  files:
    'Angehängt sind der Kontoauszug als PDF und der Verbrauch nach Tag, Anbieter, Modell und Benutzer als CSV.',
  usageFile: 'Angehängt ist der Verbrauch nach Tag, Anbieter, Modell und Benutzer als CSV.',
  userFile: 'Angehängt ist Ihr Verbrauch nach Tag, Anbieter und Modell als CSV.',
  coarseFile:
    'Die CSV-Datei ist gröber als sonst, weil sie zu gross würde. Alle Buchungen gibt es auf der Seite.',
  button: 'In Rappen ansehen',
  reason: (mandate) =>
    `Sie erhalten diesen Bericht, weil Ihre Adresse in den Einstellungen von ${mandate} steht.`,
  administratorReason: (mandate) =>
    `Sie erhalten diesen Bericht als Administrator von ${mandate}, weil dort keine Empfänger eingetragen sind.`,
  userReason: (mandate) => `Sie erhalten diesen Bericht als Benutzer von ${mandate}.`,
  fileName: 'Verbrauch',
};
