import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { createMandate, refuseRootMandate } from '#identity/mandates/mandate.service.ts';
import { lockMandate, updateMandateName, updateMandateStatus } from '#identity/mandates/mandate.store.ts';
import { type MandateStatus, ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { requireMemberOf } from '#identity/members/member.service.ts';
import type { PasswordLinks } from '#identity/sign-in/password-links.ts';
import { createUser } from '#identity/users/user.service.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { formatChf, type NanoChf, parseChf } from '#kernel/money.ts';
import { openBilling } from '../settings/settings.service.ts';
import { lockSettings, lockWallets, updateClosed } from '../settings/settings.store.ts';
import type { BillingModel } from '../settings/settings.ts';
import { type CustomerMandate, findCustomerMandates } from './mandate-admin.store.ts';

export interface MandateAdminDeps {
  readonly db: Db;
  readonly passwordLinks: Pick<PasswordLinks, 'createInvitation'>;
}

export interface NewMandate {
  readonly name: string;
  readonly billingModel: BillingModel;
  readonly creditLimit: NanoChf | undefined;
  readonly administrator:
    | { readonly email: string; readonly name?: string | undefined; readonly language: Language }
    | undefined;
}

/**
 * A new customer, with its roles, its billing and its first administrator; `describe` makes the answer. The same key again
 * makes no second one and has the same answer; with other content: `idempotency_conflict`. Throws `invalid_request`.
 */
export function createCustomer<Answer extends { readonly [field: string]: unknown }>(
  deps: MandateAdminDeps,
  by: Omit<AuditBy, 'mandateId'>,
  request: NewMandate,
  idempotencyKey: string,
  describe: (mandate: CustomerMandate, administratorId: UserId | undefined) => Answer,
): Promise<Answer> {
  const { name, billingModel, creditLimit = 0n, administrator } = request;
  if (creditLimit > 0n && billingModel !== 'postpaid') {
    throw invalidRequest('body.creditLimitChf', 'only postpaid has a credit limit');
  }
  const email = administrator?.email.trim().toLowerCase();
  const content = ['mandate', name.trim(), billingModel, creditLimit, email];
  // The mandate is not there yet: the key is one of the operator's own.
  return once(deps.db, { mandateId: ROOT_MANDATE_ID, idempotencyKey, content }, async (tx) => {
    const mandateId = await createMandate(tx, { name });
    await openBilling(tx, { mandateId, billingModel, creditLimit });
    const administratorId = administrator && (await inviteFirst(deps, tx, mandateId, administrator));
    const after: AuditFacts = {
      name: name.trim(),
      billingModel,
      creditLimitChf: formatChf(creditLimit),
      administrator: email ?? null,
      ...(administratorId ? { administratorId } : {}),
    };
    await recordAudit(tx, { ...by, mandateId }, { action: 'mandate.created', subject: mandateId, after });
    return describe(await requireCustomer(tx, mandateId), administratorId);
  });
}

async function inviteFirst(
  deps: MandateAdminDeps,
  tx: Tx,
  mandateId: MandateId,
  { name, ...person }: NonNullable<NewMandate['administrator']>,
): Promise<UserId> {
  const named = name === undefined ? {} : { name };
  const userId = await createUser(tx, { mandateId, role: 'mandate_admin', ...person, ...named });
  const member = await requireMemberOf(tx, mandateId, userId);
  if (member.state !== 'active') await deps.passwordLinks.createInvitation(tx, { ...member, mandateId });
  return userId;
}

/**
 * Renames, suspends, activates or closes. To close, the request states the balance that is left, so that nobody overlooks
 * it, and no call may be open. A closed mandate gets no calls and no credit; it can be activated again. Throws `not_found`,
 * `invalid_request`, and `conflict` with what is left.
 */
export async function changeCustomer(
  db: Db,
  by: AuditBy,
  change: {
    readonly name?: string | undefined;
    readonly status?: MandateStatus | undefined;
    readonly remainingChf?: string | undefined;
  },
): Promise<CustomerMandate> {
  const { mandateId } = by;
  return transaction(db, async (tx) => {
    await lockMandate(tx, mandateId);
    const before = await requireCustomer(tx, mandateId);
    if (change.status !== undefined && change.status !== before.status) {
      await changeStatus(tx, before, change.status, change.remainingChf);
    }
    if (change.name !== undefined) await updateMandateName(tx, mandateId, change.name);
    const after = await requireCustomer(tx, mandateId);
    await recordAudit(tx, by, {
      action: 'mandate.changed',
      subject: mandateId,
      before: { name: before.name, status: before.status },
      after: { name: after.name, status: after.status, balanceChf: formatChf(after.posted) },
    });
    return after;
  });
}

/**
 * The wallets are locked before anybody looks at them, and closed with the mandate: no call gets in between, on whichever
 * process, though that process may not have heard of it yet.
 */
export async function changeStatus(
  tx: Tx,
  { id, status: from }: Pick<CustomerMandate, 'id' | 'status'>,
  to: MandateStatus,
  remainingChf?: string,
): Promise<void> {
  refuseRootMandate(id);
  await updateMandateStatus(tx, id, to);
  if (from !== 'closed' && to !== 'closed') return;
  await lockSettings(tx, id);
  await lockWallets(tx, id);
  if (to === 'closed') requireSettled(await requireCustomer(tx, id), remainingChf);
  await updateClosed(tx, id, to === 'closed');
}

function requireSettled({ posted, openHolds }: CustomerMandate, stated: string | undefined): void {
  const facts = { remainingChf: formatChf(posted), openHolds };
  if (openHolds > 0)
    throw new AppError(
      'conflict',
      facts,
      'Calls are running: suspend the mandate, and close it when they are settled.',
    );
  if (stated === undefined)
    throw new AppError('conflict', facts, 'To close, state the balance that is left: remainingChf.');
  if (parseChf(stated) !== posted)
    throw new AppError('conflict', facts, 'Another balance is left than the one that was stated.');
}

/** Throws `not_found`. */
export async function requireCustomer(db: Db, mandateId: MandateId): Promise<CustomerMandate> {
  const [mandate] = await findCustomerMandates(db, { id: mandateId, limit: 1 });
  if (!mandate) throw new AppError('not_found', { mandate: mandateId }, 'There is no such mandate.');
  return mandate;
}
