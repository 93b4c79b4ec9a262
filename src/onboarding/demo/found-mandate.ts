import { upsertAddress } from '#billing/addresses/billing-address.store.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { walletFor } from '#billing/postings/posting-wallet.ts';
import { describeSettings } from '#billing/settings/describe-settings.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { updateMandateSettings } from '#billing/settings/settings.store.ts';
import type { Tx } from '#db/database.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { createMandateOnce } from '#identity/mandates/mandate.service.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import { createUser } from '#identity/users/user.service.ts';
import { must } from '#kernel/assert.ts';
import type { ApiKeyId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { SampleKey, SampleMandate, SampleMember } from './sample-mandate.ts';

/** A mandate with its members, keys, limits, rules, address and settings, and what the audit log says of it. */
export async function foundMandate(tx: Tx, mandate: SampleMandate, operatorId: UserId): Promise<void> {
  const { id: mandateId, name, settings } = mandate;
  const { billingModel, creditLimit } = settings.terms;
  await createMandateOnce(tx, mandateId, name);
  await openBilling(tx, { mandateId, billingModel, creditLimit });
  const operator: AuditBy = { mandateId, userId: operatorId };
  const after = { name, billingModel, creditLimitChf: formatChf(creditLimit) };
  await recordAudit(tx, operator, { action: 'mandate.created', subject: mandateId, after });
  let administrator: AuditBy | undefined;
  for (const member of mandate.members) {
    const userId = await addMember(tx, mandate, member, administrator ?? operator);
    administrator ??= { mandateId, userId };
  }
  await applySettings(tx, mandate, must(administrator, 'the administrator'));
}

async function addMember(tx: Tx, mandate: SampleMandate, member: SampleMember, by: AuditBy): Promise<UserId> {
  const { mandateId } = by;
  const { email, name, language, role, monthlyLimit } = member;
  const userId = await createUser(tx, { mandateId, email, name, language, role });
  await recordAudit(tx, by, { action: 'user.invited', subject: userId, after: { email, role } });
  if (mandate.settings.terms.billingModel === 'prepaid_user') {
    await walletFor(tx, mandateId, userId, mandate.settings.terms);
  }
  if (monthlyLimit !== undefined) await limit(tx, by, { scope: 'user', subjectId: userId }, monthlyLimit);
  for (const key of member.keys ?? []) await issueKey(tx, { mandateId, userId }, key);
  return userId;
}

async function issueKey(tx: Tx, by: AuditBy & { readonly userId: UserId }, key: SampleKey): Promise<void> {
  const { mandateId, userId } = by;
  const { name, scopes, monthlyLimit } = key;
  const { keyId } = await createApiKey(tx, { mandateId, userId, name, scopes });
  await recordAudit(tx, by, { action: 'api_key.issued', subject: keyId, after: { userId, name, scopes } });
  if (monthlyLimit !== undefined) await limit(tx, by, { scope: 'key', subjectId: keyId }, monthlyLimit);
}

type Limited =
  | { readonly scope: 'user'; readonly subjectId: UserId }
  | { readonly scope: 'key'; readonly subjectId: ApiKeyId };

async function limit(tx: Tx, by: AuditBy, subject: Limited, monthly: NanoChf): Promise<void> {
  await setMonthlyLimit(tx, { mandateId: by.mandateId, ...subject, monthly });
  const after = { monthlyChf: formatChf(monthly) };
  await recordAudit(tx, by, { action: 'limit.set', subject: subject.subjectId, after });
}

async function applySettings(
  tx: Tx,
  { settings, address, denied }: SampleMandate,
  by: AuditBy,
): Promise<void> {
  const { mandateId } = by;
  await upsertAddress(tx, mandateId, address);
  await recordAudit(tx, by, { action: 'address.changed', subject: mandateId, after: { ...address } });
  await updateMandateSettings(tx, mandateId, settings);
  const after = describeSettings({ ...settings, version: 2 }) as AuditFacts;
  await recordAudit(tx, by, { action: 'settings.changed', subject: mandateId, after });
  const resource = await setProviderPermission(tx, { mandateId, role: 'user', ...denied, allowed: false });
  const subject = `user ${resource}`;
  await recordAudit(tx, by, { action: 'role.rule_changed', subject, after: { allowed: false } });
}
