import { upsertAddress } from '#billing/addresses/billing-address.store.ts';
import { changeStatus } from '#billing/mandates/mandate-admin.service.ts';
import { withoutWarning } from '#billing/notifications/without-warning.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { setTerms } from '#billing/settings/settings-change.service.ts';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { createMandateOnce, requireMandate } from '#identity/mandates/mandate.service.ts';
import { lockMandate, updateMandateName } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { ROLES } from '#identity/permissions.ts';
import { AppError } from '#kernel/error.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { addressOf } from './import-field-plan.ts';
import {
  changeProviderRules,
  deleteProviderRules,
  insertChange,
  insertHistoryDifferences,
  upsertMandate,
} from './import-known.store.ts';
import { applyMembers } from './import-members.ts';
import { bookOpening } from './import-opening.ts';
import type { MandatePlan, PlanSteps } from './import-plan.ts';

/**
 * Does what a plan says, all of it or nothing. Throws `AppError` for what Rappen refuses, such as a mandate that was closed
 * meanwhile.
 */
export async function applyPlan(
  db: Db,
  run: string,
  { platform, externalId, steps, history }: MandatePlan,
): Promise<void> {
  if (!steps) return;
  await transaction(db, async (tx) => {
    const { mandateId, isNew } = await ensureMandate(tx, steps);
    await applyFields(tx, mandateId, isNew, steps);
    await applyRules(tx, mandateId, steps);
    await applyMembers(tx, platform, mandateId, steps);
    if (history.changedGroups > 0)
      await insertHistoryDifferences(tx, run, mandateId, { platform, externalId });
    await upsertMandate(tx, { platform, externalId }, mandateId, steps.after);
    await insertChange(tx, { mandateId, run, isNew, opening: steps.openingDifference, before: steps.before });
    await recordAudit(tx, { mandateId }, auditOf(externalId, steps));
    // Last, since calls wait for the wallets from here on.
    await applyMoney(tx, run, mandateId, isNew, steps);
  });
}

async function ensureMandate(
  tx: Tx,
  { mandateId: known, isRoot, after }: PlanSteps,
): Promise<{ mandateId: MandateId; isNew: boolean }> {
  const mandateId = known ?? (isRoot ? ROOT_MANDATE_ID : newId('mnd'));
  const isNew = await createMandateOnce(tx, mandateId, after.name);
  await lockMandate(tx, mandateId);
  const { billingModel, creditLimit } = after;
  if (isNew) await openBilling(tx, { mandateId, billingModel, creditLimit: BigInt(creditLimit) });
  return { mandateId, isNew };
}

async function applyFields(
  tx: Tx,
  mandateId: MandateId,
  isNew: boolean,
  { changed, after, isRoot }: PlanSteps,
): Promise<void> {
  const mandate = await requireMandate(tx, mandateId);
  if (mandate.status === 'closed') {
    throw new AppError('conflict', { mandate_status: 'closed' }, 'This mandate is closed.');
  }
  if (changed.includes('name') && !isNew && !isRoot) await updateMandateName(tx, mandateId, after.name);
  if (changed.includes('status') && mandate.status !== after.status) {
    await changeStatus(tx, mandate, after.status);
  }
  const address = addressOf(after);
  if (changed.includes('address') && address) await upsertAddress(tx, mandateId, address);
}

/** Nobody is warned of a balance because it came over: it is no news, and the mandate may not be in use yet. */
async function applyMoney(
  tx: Tx,
  run: string,
  mandateId: MandateId,
  isNew: boolean,
  { changed, after, openingDifference }: PlanSteps,
): Promise<void> {
  const areTermsNew = changed.includes('terms') && !isNew;
  if (!areTermsNew && openingDifference === 0n) return;
  await withoutWarning(tx, mandateId, async () => {
    const { billingModel, creditLimit } = after;
    if (areTermsNew) await setTerms(tx, mandateId, { billingModel, creditLimit: BigInt(creditLimit) });
    await bookOpening(tx, run, mandateId, openingDifference);
  });
}

/** What the platform did not allow is not allowed after: neither every provider, as of a new mandate, nor what an undone run left. */
async function applyRules(tx: Tx, mandateId: MandateId, { before, after, rules }: PlanSteps): Promise<void> {
  if (before === undefined) {
    const roles = ROLES.filter(
      (role) => mandateId !== ROOT_MANDATE_ID || after.providers[role] !== undefined,
    );
    await deleteProviderRules(tx, mandateId, roles);
  }
  await changeProviderRules(tx, mandateId, rules);
}

function auditOf(externalId: string, { before, after, joining, leaving, openingDifference }: PlanSteps) {
  return {
    action: 'mandate.imported',
    subject: externalId,
    before: before && {
      name: before.name,
      status: before.status,
      openingChf: formatChf(BigInt(before.opening)),
    },
    after: {
      name: after.name,
      status: after.status,
      openingChf: formatChf(BigInt(after.opening)),
      bookedChf: formatChf(openingDifference),
      joined: joining.length,
      left: leaving.length,
    },
  } as const;
}
