import type { Language } from '#kernel/language.ts';
import { makeReference } from '../payments/references/payment-reference.ts';
import type {
  CreditNoteFigures,
  InvoiceFigures,
  InvoiceParties,
  ReminderFigures,
} from './invoice-figures.ts';

/** Documents with facts of nobody, for previews and for tests. */

const IBAN = 'CH4431999123000889012';
const REFERENCE = makeReference(IBAN, 22_026_000_042n);

function partiesOf(language: Language): InvoiceParties {
  return {
    language,
    issuer: {
      ...{
        company: 'Rappen Demo AG',
        street: 'Seilergraben',
        houseNumber: '61',
        postcode: '8001',
        town: 'Zürich',
      },
      ...{ country: 'CH', uid: 'CHE-109.322.551', vatSuffix: 'MWST', email: 'billing@rappen.example' },
      ...{ phone: '+41 44 000 00 00', website: 'rappen.example', iban: null, qrIban: IBAN },
    },
    recipient: {
      ...{ company: 'Muster & Söhne AG', contact: 'Anna Keller', street: 'Bahnhofstrasse', houseNumber: '1' },
      ...{ postcode: '3000', town: 'Bern', country: 'CH', email: 'anna@muster.example', uid: null },
      vatSuffix: null,
    },
  };
}

export function sampleInvoice(language: Language): InvoiceFigures {
  return {
    ...partiesOf(language),
    ...{ month: '2026-11', firstDay: '2026-11-01', lastDay: '2026-11-30' },
    ...{ issuedOn: '2026-12-01', dueOn: '2026-12-31', paymentDays: 30, iban: IBAN, reference: REFERENCE },
    lines: [
      {
        ...{
          kind: 'usage',
          provider: 'anthropic',
          model: 'claude-sonnet-5',
          calls: 1_284,
          tokens: 8_412_900,
        },
        amount: '812340000000',
      },
      {
        ...{ kind: 'usage', provider: 'openai', model: 'gpt-5-mini', calls: 9_731, tokens: 31_004_512 },
        amount: '281160000000',
      },
      { kind: 'adjustment', amount: '-12500000000' },
    ],
    charged: '1081000000000',
    vat: {
      basis: 'included',
      lines: [{ ratePpm: 81_000, net: '1000000000000', vat: '81000000000', gross: '1081000000000' }],
    },
    total: '1081000000000',
  };
}

export function sampleCreditNote(language: Language): CreditNoteFigures {
  return {
    ...partiesOf(language),
    ...{ issuedOn: '2026-12-04', invoiceNumber: 'IN-2026-000042', invoiceIssuedOn: '2026-12-01' },
    ...{ month: '2026-11', reason: 'Batch 7 ran twice', amount: '108100000000', due: '972900000000' },
    vat: {
      basis: 'included',
      lines: [{ ratePpm: 81_000, net: '100000000000', vat: '8100000000', gross: '108100000000' }],
    },
  };
}

export function sampleReminder(language: Language): ReminderFigures {
  return {
    ...partiesOf(language),
    ...{ level: 1, isLast: false, issuedOn: '2027-01-11', payUntil: '2027-01-21', month: '2026-11' },
    ...{ invoiceNumber: 'IN-2026-000042', invoiceIssuedOn: '2026-12-01', invoiceDueOn: '2026-12-31' },
    ...{ total: '1081000000000', paid: '500000000000', credited: '0', due: '581000000000' },
    ...{ iban: IBAN, reference: REFERENCE },
  };
}
