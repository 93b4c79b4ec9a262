import { commaPercent, type ReportTexts } from './report-text.ts';

export const FRENCH_REPORT: ReportTexts = {
  subject: ({ mandate, month, closing }) => `${mandate} : rapport ${month}, solde final ${closing}`,
  userSubject: ({ mandate, month, spent }) => `Votre consommation en ${month} chez ${mandate} : ${spent}`,
  title: (month) => `Rapport ${month}`,
  userTitle: ({ name, month }) => `Consommation de ${name} en ${month}`,
  lead: ({ mandate, from, to }) => `Voici ce que ${mandate} a consommé du ${from} au ${to}.`,
  userLead: ({ mandate, from, to }) => `Voici ce que vous avez consommé chez ${mandate} du ${from} au ${to}.`,
  nothing: 'Il n’y a eu aucun appel ce mois-ci.',
  facts: {
    opening: 'Solde initial',
    broughtOver: 'De la plateforme précédente',
    topUps: 'Recharges',
    usage: 'Consommation',
    other: 'Corrections, remboursements et virements internes',
    closing: 'Solde final',
    calls: 'Appels',
    available: 'Disponible maintenant',
  },
  chart: {
    title: 'Consommation par jour, CHF',
    alt: ({ month, spent, day, most }) =>
      `Consommation par jour en ${month} : ${spent} en tout, le plus le ${day} avec ${most}.`,
    altBefore: ({ month, spent }) => `En ligne, ${month} : ${spent} en tout.`,
  },
  changes: 'Ce qui a changé',
  comparison: {
    more: ({ amount, month, percent }) => `En tout ${amount} de plus qu’en ${month}${commaPercent(percent)}.`,
    less: ({ amount, month, percent }) =>
      `En tout ${amount} de moins qu’en ${month}${commaPercent(percent)}.`,
    same: (month) => `En tout exactement autant qu’en ${month}.`,
    none: (month) => `Il n’y a eu aucun appel en ${month}, donc rien à comparer.`,
    perDay: ({ now, before, percent, days, daysBefore, month, monthBefore }) =>
      `Par jour civil ${now} au lieu de ${before}${commaPercent(percent)} : ${month} a ${days} jours, ${monthBefore} ${daysBefore}.`,
  },
  change: {
    more: ({ name, amount, month, percent }) =>
      `${name} : ${amount} de plus qu’en ${month}${commaPercent(percent)}`,
    less: ({ name, amount, month, percent }) =>
      `${name} : ${amount} de moins qu’en ${month}${commaPercent(percent)}`,
    isNew: ({ name, amount }) => `${name} : ${amount}, pas utilisé avant`,
    isGone: ({ name, amount }) => `${name} : plus utilisé, ${amount} de moins`,
  },
  forecast: {
    heading: 'À quoi s’attendre',
    expected: ({ month, low, high }) => `Au rythme actuel, ${month} coûtera entre ${low} et ${high}.`,
    expectedOne: ({ month, amount }) => `Au rythme actuel, ${month} coûtera environ ${amount}.`,
    lasts: ({ day, days }) =>
      `Le solde suffit jusqu’au ${day} environ (${days} ${days === 1 ? 'jour' : 'jours'}).`,
    isEmpty: 'Le solde est épuisé : les appels sont refusés.',
  },
  tables: {
    provider: 'Par fournisseur',
    model: 'Par modèle',
    user: 'Par utilisateur',
    feature: 'Par fonction',
  },
  columns: { calls: 'Appels', amount: 'CHF', share: 'Part' },
  features: { api: 'API', chat: 'Chat', automation: 'Automatisations' },
  deletedAutomation: 'Automatisation supprimée',
  otherAutomations: 'Autres automatisations',
  formerUser: 'Ancien utilisateur',
  allOthers: 'Tous les autres',
  total: 'Total',
  files:
    'En annexe, le relevé en PDF et la consommation par jour, fournisseur, modèle et utilisateur en CSV.',
  usageFile: 'En annexe, la consommation par jour, fournisseur, modèle et utilisateur en CSV.',
  userFile: 'En annexe, votre consommation par jour, fournisseur et modèle en CSV.',
  coarseFile:
    'Le fichier CSV est moins détaillé que d’habitude, car il serait trop grand. Toutes les écritures sont sur la page.',
  button: 'Voir dans Rappen',
  reason: (mandate) =>
    `Vous recevez ce rapport parce que votre adresse figure dans les paramètres de ${mandate}.`,
  administratorReason: (mandate) =>
    `Vous recevez ce rapport en tant qu’administrateur de ${mandate}, car aucun destinataire n’y est indiqué.`,
  userReason: (mandate) => `Vous recevez ce rapport en tant qu’utilisateur de ${mandate}.`,
  fileName: 'Consommation',
};
