import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type BatchAnswer, type HoldItem, runBatch, type SettleItem } from '#billing/ledger/batch.ts';
import { limitAccount } from '#billing/ledger/ledger.service.ts';
import type { Charge } from '#billing/ledger/ledger.ts';
import { assert, must } from '#kernel/assert.ts';
import { type MandateId, newIdAt, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { SampleCall } from './sample-call.ts';
import type { SampleCast } from './sample-cast.ts';

/** Authorises, captures and voids by the ledger's own batches. The clock is set by the caller. */
export class CallBooker {
  /** Calls that were let in. */
  made = 0;
  readonly #client: pg.Client;
  readonly #castOf: (mandateId: MandateId) => SampleCast;
  readonly #open = new Map<SampleCall, { readonly item: HoldItem; readonly granted: NanoChf }>();

  constructor(client: pg.Client, castOf: (mandateId: MandateId) => SampleCast) {
    this.#client = client;
    this.#castOf = castOf;
  }

  /** A call whose wallet is empty is refused, and leaves no trace. */
  async book(
    at: Date,
    { ends, begins }: { readonly ends?: SampleCall | undefined; readonly begins?: SampleCall | undefined },
  ): Promise<void> {
    const month = Number(zurichTime(at).slice(0, 7).replace('-', ''));
    const settles = ends ? this.#settlesOf(ends) : [];
    const holds = begins ? this.#holdsOf(begins, at, month) : [];
    if (settles.length + holds.length === 0) return;
    const { settled, held } = await this.#run(month, settles, holds);
    assert(
      settled.every(({ code }) => code === 1),
      'every call ends once',
    );
    const [item] = holds;
    if (!begins || !item) return;
    const { code, amount } = must(held[0], 'the answer');
    assert(code === 1 || code === 2, 'a hold is granted or refused');
    if (code === 2) return;
    this.made++;
    this.#open.set(begins, { item, granted: amount });
  }

  /** The accounts of limits are made with the first call of a month: then the batch is to be sent again. */
  async #run(
    month: number,
    settles: readonly SettleItem[],
    holds: readonly HoldItem[],
  ): Promise<BatchAnswer> {
    const first = await runBatch(this.#client, month, settles, holds);
    const answer = first.isDone ? first : await runBatch(this.#client, month, settles, holds);
    assert(answer.isDone, 'the batch is done');
    return answer;
  }

  #settlesOf(call: SampleCall): readonly SettleItem[] {
    const open = this.#open.get(call);
    if (!open) return [];
    this.#open.delete(call);
    const { wallet, limits, request } = open.item;
    const where = { mandate: uuidOf(request.mandateId), hold: uuidOf(request.holdId), wallet, limits };
    if (call.ending.kind === 'void') return [{ kind: 'void', ...where, remark: call.ending.reason }];
    return [{ kind: 'capture', ...where, charge: withinGrant(call.ending.charge, open.granted) }];
  }

  #holdsOf(call: SampleCall, at: Date, month: number): readonly HoldItem[] {
    const cast = this.#castOf(call.mandateId);
    const key = call.key === undefined ? undefined : cast.key(call.key);
    const walletId = must(cast.walletId(call.email), 'the wallet');
    const limits = [...cast.userLimits(call.email), ...(key?.limits ?? [])];
    const { mandateId, minimum, wanted, feature, provider, priceId, exchangeRateId, markupPpm } = call;
    const holdId = newIdAt('hld', at);
    const request = {
      ...{ mandateId, holdId, walletId, limits, minimum, wanted },
      requestHash: createHash('md5').update(holdId).digest('hex'),
      call: {
        userId: cast.userId(call.email),
        ...(key ? { apiKeyId: key.id } : {}),
        ...{ feature, provider, modelAsked: call.model, priceId, exchangeRateId, markupPpm },
        requestId: newIdAt('req', at),
      },
    };
    const accounts = limits.map(({ limitId }) => limitAccount(limitId, month));
    return [{ kind: 'hold', request, wallet: uuidOf(walletId), limits: accounts }];
  }
}

/** Where the wallet had less than the call would cost, the answer was cut there. */
function withinGrant(charge: Charge, granted: NanoChf): Charge {
  if (charge.amount <= granted) return charge;
  return { ...charge, amount: granted, usageSource: 'estimated', remark: 'no_usage, capped_at_hold' };
}
