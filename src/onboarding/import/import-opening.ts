import { findWallet } from '#billing/accounts/account.store.ts';
import { findMandateSettings } from '#billing/settings/settings.store.ts';
import { post } from '#billing/transactions/posting.service.ts';
import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Customers read them in their bookings and statements. */
const NOTES = {
  first: {
    de: 'Saldo bei der bisherigen Plattform',
    en: 'Balance on the previous platform',
    fr: 'Solde sur la plateforme précédente',
    it: 'Saldo sulla piattaforma precedente',
  },
  changed: {
    de: 'Saldo bei der bisherigen Plattform, berichtigt',
    en: 'Balance on the previous platform, corrected',
    fr: 'Solde sur la plateforme précédente, rectifié',
    it: 'Saldo sulla piattaforma precedente, rettificato',
  },
  takenBack: {
    de: 'Übernahme von der bisherigen Plattform zurückgenommen',
    en: 'Import from the previous platform taken back',
    fr: 'Reprise de la plateforme précédente annulée',
    it: 'Ripresa dalla piattaforma precedente annullata',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/**
 * Books an opening balance, or what it differs by from the one that was booked before, once for each run: the openings of a
 * mandate add up to what its platform says. Throws `insufficient_balance` where the wallet has less than is to be taken.
 */
export async function bookOpening(
  tx: Tx,
  run: string,
  mandateId: MandateId,
  amount: NanoChf,
  reason: keyof typeof NOTES,
): Promise<void> {
  if (amount === 0n) return;
  const walletId = must(await findWallet(tx, mandateId, undefined), 'the pool of the mandate');
  const { language } = must(await findMandateSettings(tx, mandateId), 'the settings of the mandate');
  const note = NOTES[reason][language];
  await post(tx, { mandateId, walletId, type: 'opening', amount, idempotencyKey: openingKey(run), note });
}

/** By which the openings of imports are known from other bookings. */
function openingKey(run: string): string {
  return `import:${run}`;
}
