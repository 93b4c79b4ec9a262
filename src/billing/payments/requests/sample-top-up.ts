import type { Language } from '#kernel/language.ts';
import { makeReference } from '../references/payment-reference.ts';
import type { TopUpRequest } from './top-up-request.store.ts';

const IBAN = 'CH4431999123000889012';

/** What previews show: of nobody, the same each time. */
export function sampleTopUp(
  language: Language,
): Pick<TopUpRequest, 'number' | 'language' | 'figures' | 'amount' | 'payable' | 'paidOn' | 'requestedAt'> {
  return {
    ...{ language, number: 'TU-2026-000042', amount: 500_000_000_000n, payable: 500_000_000_000n },
    ...{ paidOn: '2026-12-01', requestedAt: new Date('2026-11-27T09:00:00Z') },
    figures: {
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
        ...{
          company: 'Muster & Söhne AG',
          contact: 'Anna Keller',
          street: 'Bahnhofstrasse',
          houseNumber: '1',
        },
        ...{ postcode: '3000', town: 'Bern', country: 'CH', email: null, uid: null, vatSuffix: null },
      },
      ...{ iban: IBAN, reference: makeReference(IBAN, 12_026_000_042n), amount: '500000000000', vat: null },
      ...{ payable: '500000000000', day: '2026-11-27' },
    },
  };
}
