import { type HoldItem, runBatch, type SettleItem } from '#billing/ledger/batch.ts';
import type { Feature } from '#billing/ledger/ledger.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { assert } from '#kernel/assert.ts';
import {
  type AccountId,
  type AutomationId,
  type MandateId,
  newId,
  newIdAt,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { openOwnerSession } from '../../../src/onboarding/demo/owner-session.ts';
import { withSampleClock } from '../../../src/onboarding/demo/sample-clock.ts';
import { chf, type TestRappen } from '../rappen.ts';
import { charge, holdRequest } from '../test-ledger.ts';

/** A call of another day. */
export interface DatedCall {
  /** When it was charged. */
  readonly at: string;
  readonly userId: UserId;
  readonly model: string;
  readonly provider?: string;
  readonly feature?: Feature;
  readonly automationId?: AutomationId;
  readonly chf: string;
}

interface Wallet {
  readonly mandateId: MandateId;
  readonly walletId: AccountId;
}

/** Books calls on the days on which they were made, by the ledger itself, the oldest first, after a top-up of the pool. */
export async function bookDatedCalls(
  rappen: Pick<TestRappen, 'database'>,
  wallet: Wallet,
  topUpChf: string,
  calls: readonly DatedCall[],
): Promise<void> {
  const session = await openOwnerSession(rappen.database.ownerUrl);
  const inOrder = calls.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  try {
    await withSampleClock(session, async (tx, setClock) => {
      await setClock(new Date(Date.parse(inOrder[0]?.at ?? '') - 1_000));
      const { mandateId } = wallet;
      await topUp(tx, { mandateId, amount: chf(topUpChf), idempotencyKey: 'dated' });
      for (const call of inOrder) {
        const at = new Date(call.at);
        await setClock(at);
        const month = Number(zurichTime(at).slice(0, 7).replace('-', ''));
        const hold = holdOf(call, wallet);
        const { held } = await runBatch(session.client, month, [], [hold]);
        assert(held[0]?.code === 1, 'the call is let in');
        const { settled } = await runBatch(session.client, month, [captureOf(call, hold)], []);
        assert(settled[0]?.code === 1, 'the call is charged');
      }
    });
  } finally {
    await session.close();
  }
}

function holdOf(call: DatedCall, { mandateId, walletId }: Wallet): HoldItem {
  const spender = { mandateId, walletId, userId: call.userId, apiKeyId: newId('key'), limits: [] };
  const request = holdRequest(spender, chf(call.chf), { holdId: newIdAt('hld', new Date(call.at)) });
  const facts = {
    ...request.call,
    feature: call.feature ?? 'api',
    provider: call.provider ?? 'openai',
    modelAsked: call.model,
    ...(call.automationId === undefined ? {} : { automationId: call.automationId }),
  };
  return { kind: 'hold', request: { ...request, call: facts }, wallet: uuidOf(walletId), limits: [] };
}

function captureOf({ chf: amount, model }: DatedCall, { request, wallet }: HoldItem): SettleItem {
  return {
    kind: 'capture',
    mandate: uuidOf(request.mandateId),
    hold: uuidOf(request.holdId),
    wallet,
    limits: [],
    charge: charge(chf(amount), { modelAnswered: model }),
  };
}
