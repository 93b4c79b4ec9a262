import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type Actor, requirePermission } from '#identity/actor.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { describeSettings } from './describe-settings.ts';
import { findMandateSettings, updateMandateSettings } from './settings.store.ts';
import type { BillingSettings, MandateSettings, MandateTerms } from './settings.ts';

/** A change of the whole, made from the version that it names; what is optional stays where it is left out. */
export interface SettingsChange extends Omit<MandateSettings, 'terms' | 'userReports'> {
  readonly terms?: MandateTerms | undefined;
  readonly userReports?: boolean | undefined;
}

/**
 * Sets a mandate's billing settings. Other terms than those that hold are the operator's to set. The billing model changes
 * only while nothing is held; the wallets' floors follow from it and from the credit limit at once. Throws `not_found`,
 * `permission_denied`, `invalid_request`, and `conflict` for a version that is not the newest, or for open holds.
 */
export async function changeSettings(
  deps: { readonly db: Db; readonly providerNames: readonly string[] },
  actor: Actor,
  by: AuditBy,
  change: SettingsChange,
): Promise<MandateSettings> {
  const { mandateId } = by;
  return transaction(deps.db, async (tx) => {
    await lockMandate(tx, mandateId);
    const before = await requireSettings(tx, mandateId);
    if (change.version !== before.version) {
      throw new AppError(
        'conflict',
        { version: before.version },
        'Somebody else has changed the settings meanwhile.',
      );
    }
    const terms = change.terms ?? before.terms;
    if (!sameTerms(terms, before.terms)) {
      requirePermission(actor, 'resource.billing.terms');
      refuseUnknownProvider(terms, deps.providerNames);
      await setTerms(tx, mandateId, terms);
    }
    const userReports = change.userReports ?? before.userReports;
    await updateMandateSettings(tx, mandateId, { ...change, terms, userReports });
    const after = await requireSettings(tx, mandateId);
    await recordAudit(tx, by, {
      action: 'settings.changed',
      subject: mandateId,
      before: describeSettings(before) as AuditFacts,
      after: describeSettings(after) as AuditFacts,
    });
    return after;
  });
}

/** Throws `not_found`. */
export async function requireSettings(db: Db, mandateId: MandateId): Promise<MandateSettings> {
  const settings = await findMandateSettings(db, mandateId);
  if (!settings) throw new AppError('not_found', { mandate: mandateId });
  return settings;
}

function sameTerms(one: MandateTerms, other: MandateTerms): boolean {
  const text = (terms: MandateTerms) =>
    JSON.stringify([
      terms.billingModel,
      `${terms.creditLimit}`,
      terms.markupPpm ?? null,
      Object.entries(terms.providerMarkupPpm).toSorted(),
      `${terms.defaultUserCredit}`,
      terms.vatTiming,
    ]);
  return text(one) === text(other);
}

function refuseUnknownProvider({ providerMarkupPpm }: MandateTerms, known: readonly string[]): void {
  const unknown = Object.keys(providerMarkupPpm).find((name) => !known.includes(name));
  if (unknown)
    throw invalidRequest(`body.terms.providerMarkupPercent.${unknown}`, 'there is no such provider');
}

/** Billing model, credit limit and floors, under the locks of the wallets. */
export async function setTerms(
  tx: Tx,
  mandateId: MandateId,
  { billingModel, creditLimit }: Pick<BillingSettings, 'billingModel' | 'creditLimit'>,
): Promise<void> {
  if (creditLimit > 0n && billingModel !== 'postpaid') {
    throw invalidRequest('body.terms.creditLimitChf', 'only postpaid has a credit limit');
  }
  const { rows } = await sql<{ code: number; held: bigint }>`
    select * from ledger_set_terms(${uuidOf(mandateId)}, ${billingModel}, ${creditLimit})`.execute(tx);
  const { code, held } = must(rows[0], 'the answer of ledger_set_terms');
  if (code === 1) return;
  throw new AppError(
    'conflict',
    { heldChf: formatChf(held) },
    'The billing model cannot change while calls are running.',
  );
}
