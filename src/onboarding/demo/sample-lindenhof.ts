import { NANO_PER_CHF } from '#kernel/money.ts';
import type { SampleMandate } from './sample-mandate.ts';

/** A publisher in Bern, one pool for all, that does well. */
export const LINDENHOF: SampleMandate = {
  id: 'mnd_00000000-0000-7000-8000-00000000de31',
  name: 'Lindenhof Lernmedien AG',
  settings: {
    warnBelow: 50n * NANO_PER_CHF,
    warnPercent: 20,
    warnDays: undefined,
    recipients: ['regula.aeschlimann@lindenhof.example', 'buchhaltung@lindenhof.example'],
    language: 'de',
    reportEnabled: true,
    userReports: false,
    terms: {
      billingModel: 'prepaid_mandate',
      creditLimit: 0n,
      markupPpm: undefined,
      providerMarkupPpm: {},
      defaultUserCredit: 0n,
      vatTiming: 'on_consumption',
    },
  },
  address: {
    company: 'Lindenhof Lernmedien AG',
    contact: 'Regula Aeschlimann',
    street: 'Beispielgasse',
    houseNumber: '12a',
    postcode: '3011',
    town: 'Bern',
    country: 'CH',
    email: 'buchhaltung@lindenhof.example',
    uid: 'CHE-984.123.067',
    vatSuffix: 'MWST',
  },
  denied: { provider: 'openai', model: 'gpt-5.4-pro' },
  members: [
    {
      email: 'regula.aeschlimann@lindenhof.example',
      name: 'Regula Aeschlimann',
      language: 'de',
      role: 'mandate_admin',
      habits: [
        { use: 'question', family: 'sonnet', perDay: 2.2 },
        { use: 'document', family: 'opus', perDay: 1.5 },
      ],
    },
    {
      email: 'beat.zurbuchen@lindenhof.example',
      name: 'Beat Zurbuchen',
      language: 'de',
      role: 'user',
      monthlyLimit: 90n * NANO_PER_CHF,
      keys: [
        { name: 'Website-Suche', scopes: ['call'], monthlyLimit: 12n * NANO_PER_CHF },
        { name: 'CI', scopes: ['call'] },
      ],
      habits: [
        { use: 'website', family: 'sol', perDay: 9, key: 'Website-Suche' },
        { use: 'check', family: 'astra', perDay: 1, key: 'CI' },
        { use: 'question', family: 'sol', perDay: 1.2 },
      ],
    },
    {
      email: 'flurina.cavegn@lindenhof.example',
      name: 'Flurina Cavegn',
      language: 'de',
      role: 'user',
      monthlyLimit: 35n * NANO_PER_CHF,
      habits: [
        { use: 'question', family: 'sonnet', perDay: 3 },
        { use: 'document', family: 'opus', perDay: 1 },
        { use: 'research', family: 'sonar', perDay: 1.2 },
      ],
    },
    {
      email: 'nicolas.favre@brisebois.example',
      name: 'Nicolas Favre',
      language: 'fr',
      role: 'user',
      keys: [{ name: 'Code-Assistent', scopes: ['call', 'billing:read'] }],
      habits: [
        { use: 'coding', family: 'opus', perDay: 1, key: 'Code-Assistent' },
        { use: 'lookup', family: 'tavily', perDay: 1, key: 'Code-Assistent' },
      ],
    },
    {
      email: 'ursina.gerber@lindenhof.example',
      name: 'Ursina Gerber',
      language: 'de',
      role: 'viewer',
    },
  ],
  quietDays: [36, 43],
  rushDay: 72,
};
