import type { CaptureResult } from '#billing/ledger/ledger.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import type { HeldCall } from './held-call.ts';
import type { Outcome } from './price-usage.ts';

/** What a caller can be told of his charge. */
export interface Booking {
  readonly amount: NanoChf;
  readonly balanceAfter: NanoChf;
}

/**
 * Ends a hold: books what the call cost, or frees it. The ledger keeps at it for as long as the database is away. The caller
 * does not wait that long: undefined where the booking is still on its way, or was void. Never rejects.
 */
export async function settleCall(
  deps: GatewayDeps,
  held: HeldCall,
  outcome: Outcome,
): Promise<Booking | undefined> {
  const booked = book(deps, held, outcome)
    .catch((error: unknown) => {
      // Nothing more can be done here: the hold runs out and is settled by its journal.
      raiseAlarm(
        deps.log,
        'call_not_settled',
        { err: error, hold: held.holdId },
        'a call could not be settled',
      );
      held.call.watcher?.settled({ kind: 'postponed' });
      return undefined;
    })
    .finally(() => deps.callsInFlight.remove(held));
  return within(booked, deps.waits.bookingMs);
}

async function book(deps: GatewayDeps, held: HeldCall, outcome: Outcome): Promise<Booking | undefined> {
  if (outcome.kind === 'void') {
    await deps.ledger.void(held.mandateId, held.holdId, outcome.reason);
    held.call.watcher?.settled({ kind: 'not_charged' });
    return undefined;
  }
  const { mandateId, holdId } = held;
  const { charge } = outcome;
  const recorded = recordProviderObjects(deps, held);
  const result = await deps.ledger.capture({ mandateId, holdId, charge });
  if (recorded) await recorded;
  deps.observer.charged(held.call.provider.name, charge, result.absorbed);
  reportAbsorbed(deps, held, result);
  const { amount: chargeNanoChf, usageSource } = charge;
  held.call.watcher?.settled({ kind: 'charged', chargeNanoChf, usageSource });
  return { amount: charge.amount, balanceAfter: result.balanceAfter };
}

/** Ids that the provider has made for this call may be named in this mandate's later calls. */
function recordProviderObjects(
  deps: GatewayDeps,
  { call, answer, mandateId }: HeldCall,
): Promise<void> | undefined {
  const { providerIds } = answer.report();
  if (providerIds.length === 0) return undefined;
  return deps.providerObjects.record(mandateId, call.provider.name, providerIds).catch((error: unknown) => {
    deps.log.warn({ err: error, provider: call.provider.name }, 'ids of a provider could not be recorded');
  });
}

/** The provider billed more than the bound that we had computed: our tables are wrong somewhere. */
function reportAbsorbed(deps: GatewayDeps, held: HeldCall, { absorbed }: CaptureResult): void {
  if (absorbed === 0n) return;
  raiseAlarm(
    deps.log,
    'call_absorbed',
    { hold: held.holdId, model: held.request.model, absorbedChf: formatChf(absorbed) },
    'a call cost more than its hold and the balance could pay',
  );
}

/** The result, or undefined if it takes longer. */
function within<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), limitMs);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
