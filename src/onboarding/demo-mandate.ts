import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeStatus } from '#billing/mandates/mandate-admin.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { keepApiKey } from '#identity/api-keys/api-key.service.ts';
import { createMandateOnce, requireMandate, setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { findMandate, lockMandate } from '#identity/mandates/mandate.store.ts';
import { createUser } from '#identity/users/user.service.ts';
import { findUserByEmail } from '#identity/users/user.store.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';

export interface DemoAccess {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  /** `rpn_...`, for the `curl` line that is printed at the start. */
  readonly key: string;
}

/** Fixed, so that it is made once. */
const DEMO_MANDATE_ID: MandateId = 'mnd_00000000-0000-7000-8000-00000000de30';
const DEMO_EMAIL = 'demo@rappen.local';
const DEMO_CREDIT = 100n * NANO_PER_CHF;
const KEY_FILE = 'demo-key';

/** The mandate "Demo AG" with CHF 100.00, a user, and a key that calls and reads the balance, kept in the directory (mode 0600) and made anew if the file is lost. */
export async function ensureDemoMandate(db: Db, directory: string): Promise<DemoAccess> {
  return transaction(db, async (tx) => {
    const userId = await ensureDemoUser(tx);
    // Who comes second sees the file that the first has written.
    await lockMandate(tx, DEMO_MANDATE_ID);
    await changeStatus(tx, await requireMandate(tx, DEMO_MANDATE_ID), 'active');
    const kept = await readKeyFile(directory);
    const scopes = ['call', 'billing:read'] as const;
    const request = { mandateId: DEMO_MANDATE_ID, userId, name: 'Demo', scopes };
    const { key, isNew } = await keepApiKey(tx, request, kept);
    if (isNew) await writeKeyFile(directory, key);
    return { mandateId: DEMO_MANDATE_ID, userId, key };
  });
}

/** Outside demo mode calls cost real money, and the demo's credit is a gift: its key must not buy any. */
export async function suspendDemoMandate(db: Db): Promise<void> {
  const mandate = await findMandate(db, DEMO_MANDATE_ID);
  if (mandate?.status === 'active') await setMandateStatus(db, DEMO_MANDATE_ID, 'suspended');
}

async function ensureDemoUser(tx: Tx): Promise<UserId> {
  const mandateId = DEMO_MANDATE_ID;
  if (!(await createMandateOnce(tx, mandateId, 'Demo AG'))) {
    return must(await findUserByEmail(tx, DEMO_EMAIL), 'the user of the demo mandate');
  }
  await openBilling(tx, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(tx, { mandateId, amount: DEMO_CREDIT, idempotencyKey: 'demo-credit', note: 'Demo credit' });
  return createUser(tx, { mandateId, email: DEMO_EMAIL, name: 'Demo', role: 'user' });
}

async function readKeyFile(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(directory, KEY_FILE), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and for the owner of the process alone. */
async function writeKeyFile(directory: string, key: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const draft = join(directory, `${KEY_FILE}.${randomUUID()}`);
  await writeFile(draft, `${key}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, join(directory, KEY_FILE));
}
