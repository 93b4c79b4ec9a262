import type { ServerResponse } from 'node:http';
import type { Answer, Call, SimulatedProvider } from './call.ts';
import type { Outcome, SimulatorLedger } from './ledger/simulator-ledger.ts';
import { billedUsageText } from './wire/usage-on-wire.ts';

/** One request on its way to its answer. Settled exactly once. */
export class Exchange {
  readonly call: Call;
  readonly provider: SimulatedProvider;
  readonly response: ServerResponse;
  readonly #ledger: SimulatorLedger;
  #settled = false;

  constructor(call: Call, provider: SimulatedProvider, response: ServerResponse, ledger: SimulatorLedger) {
    this.call = call;
    this.provider = provider;
    this.response = response;
    this.#ledger = ledger;
  }

  /** Nothing was generated, nothing is billed. */
  settleFree(outcome: Outcome, status: number, answer?: Answer): void {
    this.#settle(outcome, status, answer, undefined, false);
  }

  /** Bills the whole answer (no billing in it: a free one). */
  settleWhole(outcome: Outcome, status: number, answer: Answer, usageSent: boolean): void {
    const usageText = answer.billing?.usageText;
    this.#settle(outcome, status, answer, usageText, usageSent);
  }

  /** Bills what was generated: so many output tokens. */
  settlePart(outcome: Outcome, answer: Answer, outputTokens: number): void {
    this.#settle(outcome, 200, answer, answer.billing?.usageTextAfter(outputTokens), false);
  }

  get settled(): boolean {
    return this.#settled;
  }

  #settle(
    outcome: Outcome,
    status: number,
    answer: Answer | undefined,
    usageText: string | undefined,
    usageSent: boolean,
  ): void {
    if (this.#settled) return;
    this.#settled = true;
    const { call } = this;
    const { fault, tag } = call.directives;
    const billedText = usageText === undefined ? undefined : billedUsageText(usageText, fault);
    this.#ledger.settle({
      provider: call.provider,
      method: call.method,
      path: call.path,
      stream: answer?.stream ?? false,
      status,
      outcome,
      ...(fault === undefined ? {} : { fault }),
      requestedModel: answer?.requestedModel ?? String(call.body.model ?? ''),
      model: answer?.model ?? '',
      requestId: call.requestId,
      answerId: answer?.id ?? '',
      ...(tag === undefined ? {} : { tag }),
      callerIds: callerIds(call.headers),
      billed: billedText !== undefined,
      usageText: billedText,
      usageSent,
      cost: billedText === undefined ? 0n : (answer?.billing?.priceOf(billedText) ?? 0n),
    });
  }
}

export function callerIds(headers: Call['headers']): string[] {
  const ids = [headers['x-request-id'], headers['x-client-request-id'], headers['idempotency-key']];
  return ids.filter((id) => typeof id === 'string');
}
