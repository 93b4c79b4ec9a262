import { commaPercent, type ReportTexts } from './report-text.ts';

export const ENGLISH_REPORT: ReportTexts = {
  subject: ({ mandate, month, closing }) => `${mandate}: report for ${month}, closing balance ${closing}`,
  userSubject: ({ mandate, month, spent }) => `Your usage in ${month} at ${mandate}: ${spent}`,
  title: (month) => `Report for ${month}`,
  userTitle: ({ name, month }) => `Usage of ${name} in ${month}`,
  lead: ({ mandate, from, to }) => `This is what ${mandate} has used from ${from} to ${to}.`,
  userLead: ({ mandate, from, to }) => `This is what you have used at ${mandate} from ${from} to ${to}.`,
  nothing: 'There were no calls in this month.',
  facts: {
    opening: 'Opening balance',
    broughtOver: 'From the previous platform',
    topUps: 'Top-ups',
    usage: 'Usage',
    other: 'Adjustments, refunds and transfers',
    closing: 'Closing balance',
    calls: 'Calls',
    available: 'Available now',
  },
  chart: {
    title: 'Usage per day, CHF',
    alt: ({ month, spent, day, most }) =>
      `Usage per day in ${month}: ${spent} in all, most of it on ${day} with ${most}.`,
    altBefore: ({ month, spent }) => `${month} as a line: ${spent} in all.`,
  },
  changes: 'What changed',
  comparison: {
    more: ({ amount, month, percent }) => `In all ${amount} more than in ${month}${commaPercent(percent)}.`,
    less: ({ amount, month, percent }) => `In all ${amount} less than in ${month}${commaPercent(percent)}.`,
    same: (month) => `In all exactly as much as in ${month}.`,
    none: (month) => `There were no calls in ${month}, so there is nothing to compare with.`,
    perDay: ({ now, before, percent, days, daysBefore, month, monthBefore }) =>
      `Per calendar day ${now} instead of ${before}${commaPercent(percent)}: ${month} has ${days} days, ${monthBefore} ${daysBefore}.`,
  },
  change: {
    more: ({ name, amount, month, percent }) =>
      `${name}: ${amount} more than in ${month}${commaPercent(percent)}`,
    less: ({ name, amount, month, percent }) =>
      `${name}: ${amount} less than in ${month}${commaPercent(percent)}`,
    isNew: ({ name, amount }) => `${name}: ${amount}, not used before`,
    isGone: ({ name, amount }) => `${name}: no longer used, ${amount} less`,
  },
  forecast: {
    heading: 'What to expect',
    expected: ({ month, low, high }) => `At the present pace ${month} costs between ${low} and ${high}.`,
    expectedOne: ({ month, amount }) => `At the present pace ${month} costs about ${amount}.`,
    lasts: ({ day, days }) =>
      `The balance lasts until about ${day} (${days} ${days === 1 ? 'day' : 'days'}).`,
    isEmpty: 'The balance is used up: calls are refused.',
  },
  tables: { provider: 'By provider', model: 'By model', user: 'By user', feature: 'By feature' },
  columns: { calls: 'Calls', amount: 'CHF', share: 'Share' },
  features: { api: 'API', chat: 'Chat', automation: 'Automations' },
  deletedAutomation: 'Deleted automation',
  otherAutomations: 'Other automations',
  formerUser: 'Former user',
  allOthers: 'All others',
  total: 'Total',
  files: 'Attached are the statement as PDF and the usage by day, provider, model and user as CSV.',
  usageFile: 'Attached is the usage by day, provider, model and user as CSV.',
  userFile: 'Attached is your usage by day, provider and model as CSV.',
  coarseFile:
    'The CSV file is coarser than usual, since it would be too large. All bookings are on the page.',
  button: 'Open in Rappen',
  reason: (mandate) => `You get this report because your address is in the settings of ${mandate}.`,
  administratorReason: (mandate) =>
    `You get this report as an administrator of ${mandate}, because no recipients are set there.`,
  userReason: (mandate) => `You get this report as a user of ${mandate}.`,
  fileName: 'Usage',
};
