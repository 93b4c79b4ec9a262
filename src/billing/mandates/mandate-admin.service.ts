import { createHash } from 'node:crypto';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { firstAuditEntry } from '#identity/audit/audit.store.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { createMandateOnce, setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { lockMandate, updateMandateName } from '#identity/mandates/mandate.store.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { requireMemberOf } from '#identity/members/member.service.ts';
import type { PasswordLinks } from '#identity/sign-in/password-links.ts';
import { createUser } from '#identity/users/user.service.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { idOf, type MandateId, type UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { formatChf, type NanoChf, parseChf } from '#kernel/money.ts';
import { openBilling } from '../settings/settings.service.ts';
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
 * A new customer, with its roles, its billing and its first administrator. The same key again makes no second one and has
 * the same answer; with other content: `idempotency_conflict`. Throws `invalid_request`.
 */
export async function createCustomer(
  deps: MandateAdminDeps,
  by: Omit<AuditBy, 'mandateId'>,
  request: NewMandate,
  idempotencyKey: string,
): Promise<{ readonly mandate: CustomerMandate; readonly administratorId: UserId | undefined }> {
  const { name, billingModel, creditLimit = 0n, administrator } = request;
  if (creditLimit > 0n && billingModel !== 'postpaid') {
    throw invalidRequest('body.creditLimitChf', 'only postpaid has a credit limit');
  }
  const mandateId = idFrom(idempotencyKey);
  return transaction(deps.db, async (tx) => {
    const asked = contentOf(request);
    if (!(await createMandateOnce(tx, mandateId, name))) return repeated(tx, mandateId, asked);
    await openBilling(tx, { mandateId, billingModel, creditLimit });
    const administratorId = administrator && (await inviteFirst(deps, tx, mandateId, administrator));
    const after: AuditFacts = administratorId ? { ...asked, administratorId } : asked;
    await recordAudit(tx, { ...by, mandateId }, { action: 'mandate.created', subject: mandateId, after });
    return { mandate: await requireCustomer(tx, mandateId), administratorId };
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
  if (member.state === 'invited') await deps.passwordLinks.createInvitation(tx, { ...member, mandateId });
  return userId;
}

/** What a repeat must have in common with the first request; the audit log has kept it. */
function contentOf({ name, billingModel, creditLimit = 0n, administrator }: NewMandate): AuditFacts {
  const email = administrator?.email.trim().toLowerCase() ?? null;
  return { name: name.trim(), billingModel, creditLimitChf: formatChf(creditLimit), administrator: email };
}

async function repeated(tx: Tx, mandateId: MandateId, asked: AuditFacts) {
  const first = await firstAuditEntry(tx, mandateId, 'mandate.created');
  const { administratorId, ...content } = first?.after ?? {};
  const same = Object.entries(asked).every(([field, value]) => content[field] === value);
  if (!same) throw new AppError('idempotency_conflict', { mandate: mandateId });
  const invited = typeof administratorId === 'string' ? (administratorId as UserId) : undefined;
  return { mandate: await requireCustomer(tx, mandateId), administratorId: invited };
}

/** An id that follows from the key, so the primary key itself keeps a second mandate out; the form is RFC 9562's version 8. */
function idFrom(idempotencyKey: string): MandateId {
  const hash = createHash('sha256').update(`rappen mandate ${idempotencyKey}`).digest('hex');
  return idOf(
    'mnd',
    `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
  );
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
    if (change.status === 'closed' && before.status !== 'closed') requireSettled(before, change.remainingChf);
    if (change.status !== undefined && change.status !== before.status) {
      await setMandateStatus(tx, mandateId, change.status);
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
