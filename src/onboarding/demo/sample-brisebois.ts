import { NANO_PER_CHF } from '#kernel/money.ts';
import type { SampleMandate } from './sample-mandate.ts';

/** A design studio in Neuchâtel, a wallet for each user: the pool is nearly empty, and one wallet is. */
export const BRISEBOIS: SampleMandate = {
  id: 'mnd_00000000-0000-7000-8000-00000000de32',
  name: 'Atelier Brisebois Sàrl',
  settings: {
    warnBelow: 20n * NANO_PER_CHF,
    warnPercent: undefined,
    warnDays: 7,
    recipients: ['amelie.jeanneret@brisebois.example'],
    language: 'fr',
    reportEnabled: true,
    userReports: false,
    terms: {
      billingModel: 'prepaid_user',
      creditLimit: 0n,
      markupPpm: undefined,
      providerMarkupPpm: { perplexity: 400_000 },
      defaultUserCredit: 5n * NANO_PER_CHF,
      vatTiming: 'on_consumption',
    },
  },
  address: {
    company: 'Atelier Brisebois Sàrl',
    contact: 'Amélie Jeanneret',
    street: 'Ruelle des Exemples',
    houseNumber: '4',
    postcode: '2000',
    town: 'Neuchâtel',
    country: 'CH',
    email: 'compta@brisebois.example',
    uid: 'CHE-977.301.688',
    vatSuffix: 'TVA',
  },
  denied: { provider: 'tavily' },
  members: [
    {
      email: 'amelie.jeanneret@brisebois.example',
      name: 'Amélie Jeanneret',
      language: 'fr',
      role: 'mandate_admin',
      habits: [
        { use: 'question', family: 'sonnet', perDay: 2 },
        { use: 'research', family: 'sonar', perDay: 1.5 },
      ],
    },
    {
      email: 'loic.perrochet@brisebois.example',
      name: 'Loïc Perrochet',
      language: 'fr',
      role: 'user',
      monthlyLimit: 60n * NANO_PER_CHF,
      keys: [{ name: 'Maquettes', scopes: ['call'], monthlyLimit: 45n * NANO_PER_CHF }],
      habits: [
        { use: 'coding', family: 'sonnet', perDay: 1.3, key: 'Maquettes' },
        { use: 'question', family: 'sonnet', perDay: 1 },
      ],
    },
    {
      email: 'yasmine.benali@brisebois.example',
      name: 'Yasmine Benali',
      language: 'fr',
      role: 'user',
      habits: [
        { use: 'question', family: 'sol', perDay: 3 },
        { use: 'document', family: 'sol', perDay: 1.1 },
      ],
    },
    {
      email: 'mathieu.grosjean@brisebois.example',
      name: 'Mathieu Grosjean',
      language: 'fr',
      role: 'user',
      habits: [
        { use: 'question', family: 'luna', perDay: 2 },
        { use: 'document', family: 'astra', perDay: 0.5 },
      ],
      runsDry: true,
    },
    {
      email: 'nicolas.favre@brisebois.example',
      name: 'Nicolas Favre',
      language: 'fr',
      role: 'mandate_admin',
      habits: [{ use: 'question', family: 'sonnet', perDay: 0.7 }],
    },
  ],
  quietDays: [48, 54],
  rushDay: 66,
};
