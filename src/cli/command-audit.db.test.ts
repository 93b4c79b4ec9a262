import { expect, test, vi } from 'vitest';
import { rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 180_000 });

const database = await createTestDatabase();
const { done } = rappenOn(database);

interface Entry {
  readonly action: string;
  readonly subject: string;
  readonly user_id: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly reason: string | null;
}

test('what commands change is in the audit log, once, by nobody that has an account', async () => {
  const { mandateId: mandate = '' } = await done('create-mandate', '--name', 'Muster AG');
  const here = ['--mandate', mandate];
  const { userId = '' } = await done('create-user', ...here, '--email', 'Anna@Muster.example');
  const user = ['--user', userId];
  const { keyId = '', key = '' } = await done('create-key', ...here, ...user, '--monthly-limit', '5');
  await done('set-limit', ...here, ...user, '--monthly-limit', '20');
  await done('deny', ...here, '--role', 'user', '--provider', 'openai');
  const credit = ['top-up', ...here, '--amount', '12.34', '--id', 'bank-1', '--note', 'invoice 7'];
  const { transactionId = '' } = await done(...credit);
  await done(...credit);
  await done('suspend-mandate', ...here);
  await done('activate-mandate', ...here);
  await done('revoke-key', ...here, '--key', keyId);
  await done('revoke-key', ...here, '--key', keyId);
  const { rows } = await database
    .openOwner()
    .pool.query<Entry>(
      'select action, subject, user_id, before, after, reason from audit_entry where mandate_id = $1 order by id',
      [mandate.slice(4)],
    );
  const entry = (action: string, subject: string, more: object) =>
    expect.objectContaining({ action, subject, user_id: null, ...more });
  expect(rows).toEqual([
    entry('mandate.created', mandate, {
      after: { name: 'Muster AG', billingModel: 'prepaid_mandate', creditLimitChf: '0.000000000' },
    }),
    entry('user.invited', userId, { after: { email: 'anna@muster.example', role: 'user' } }),
    entry('api_key.issued', keyId, {
      after: expect.objectContaining({ userId, monthlyLimitChf: '5.000000000' }),
    }),
    entry('limit.set', userId, { before: null, after: { monthlyChf: '20.000000000' } }),
    entry('role.rule_changed', 'user resource.aicore.openai', {
      before: { allowed: null },
      after: { allowed: false },
    }),
    entry('credit.topped_up', transactionId, {
      after: { amountChf: '12.340000000', balanceChf: '12.340000000' },
      reason: 'invoice 7',
    }),
    entry('mandate.changed', mandate, {
      before: { name: 'Muster AG', status: 'active' },
      after: { name: 'Muster AG', status: 'suspended', balanceChf: '12.340000000' },
    }),
    entry('mandate.changed', mandate, { after: expect.objectContaining({ status: 'active' }) }),
    entry('api_key.revoked', keyId, { before: expect.objectContaining({ userId }) }),
  ]);
  expect(JSON.stringify(rows)).not.toContain(key);
});
