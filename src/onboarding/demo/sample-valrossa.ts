import { NANO_PER_CHF } from '#kernel/money.ts';
import type { SampleMandate } from './sample-mandate.ts';

/** A forwarder in Bellinzona that pays by invoice, up to a credit limit, and lets programs work at night. */
export const VALROSSA: SampleMandate = {
  id: 'mnd_00000000-0000-7000-8000-00000000de33',
  name: 'Valrossa Logistica SA',
  settings: {
    warnBelow: 80n * NANO_PER_CHF,
    warnPercent: undefined,
    warnDays: 10,
    recipients: ['elena.bernasconi@valrossa.example', 'contabilita@valrossa.example'],
    language: 'it',
    reportEnabled: true,
    userReports: false,
    terms: {
      billingModel: 'postpaid',
      creditLimit: 400n * NANO_PER_CHF,
      markupPpm: 350_000,
      providerMarkupPpm: {},
      defaultUserCredit: 0n,
      vatTiming: 'on_consumption',
    },
  },
  address: {
    company: 'Valrossa Logistica SA',
    contact: 'Elena Bernasconi',
    street: 'Via degli Esempi',
    houseNumber: '27',
    postcode: '6500',
    town: 'Bellinzona',
    country: 'CH',
    email: 'contabilita@valrossa.example',
    uid: 'CHE-991.058.423',
    vatSuffix: 'IVA',
  },
  denied: { provider: 'anthropic', model: 'claude-fable-5-1' },
  members: [
    {
      email: 'elena.bernasconi@valrossa.example',
      name: 'Elena Bernasconi',
      language: 'it',
      role: 'mandate_admin',
      habits: [
        { use: 'mailbox', family: 'luna', perDay: 1.6 },
        { use: 'report', family: 'astra', perDay: 1.1 },
        { use: 'question', family: 'sol', perDay: 1.5 },
      ],
    },
    {
      email: 'davide.pedrazzini@valrossa.example',
      name: 'Davide Pedrazzini',
      language: 'it',
      role: 'user',
      monthlyLimit: 90n * NANO_PER_CHF,
      keys: [
        { name: 'Ricerca sul sito', scopes: ['call'], monthlyLimit: 12n * NANO_PER_CHF },
        { name: 'Dogana', scopes: ['call', 'billing:read'] },
      ],
      habits: [
        { use: 'website', family: 'sonnet', perDay: 7, key: 'Ricerca sul sito' },
        { use: 'check', family: 'opus', perDay: 1.2, key: 'Dogana' },
        { use: 'index', family: 'embedding', perDay: 0.6 },
        { use: 'document', family: 'opus', perDay: 1.2 },
      ],
    },
    {
      email: 'tom.whitfield@valrossa.example',
      name: 'Tom Whitfield',
      language: 'en',
      role: 'viewer',
    },
  ],
  quietDays: [20, 25],
  rushDay: 80,
};
