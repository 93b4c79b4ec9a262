import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { type CallSeen, makeCall } from './caller.ts';
import type { Customer } from './customers.ts';
import type { Fleet, Instance } from './fleet.ts';
import { type PlannedCall, planCall } from './planned-call.ts';

/** A call that was made, and what came of it. A repeat shares its plan with the first. */
export interface MadeCall {
  readonly plan: PlannedCall;
  readonly customer: Customer;
  readonly instance: Instance;
  readonly sentAt: number;
  readonly tookMs: number;
  readonly seen: CallSeen;
}

export interface TrafficOptions {
  readonly random: SeededRandom;
  readonly customers: readonly Customer[];
  readonly fleet: Fleet;
  readonly callers: number;
  readonly until: number;
  readonly hangs: boolean;
  /** Sees every call when it has ended. */
  readonly made: (call: MadeCall) => void;
}

/** Many callers, each one call after the other, until the time is over. */
export async function drive(options: TrafficOptions): Promise<void> {
  const callers = Array.from({ length: options.callers }, (_, index) =>
    driveOne(options, options.random.fork(), index),
  );
  await Promise.all(callers);
}

const NOBODY_THERE_MS = 100;

async function driveOne(options: TrafficOptions, random: SeededRandom, caller: number): Promise<void> {
  const { customers, fleet, hangs, made } = options;
  const weighted = customers.map((customer) => [customer.weight, customer] as const);
  let last: Pick<MadeCall, 'plan' | 'customer'> | undefined;
  for (let count = 0; Date.now() < options.until; count++) {
    const customer = random.weighted(weighted);
    const plan = planCall(random, `c${caller}-${count}`, { faults: true, hangs });
    const pauseMs = random.int(0, 60);
    const repeats = random.chance(0.05);
    const call = repeats && last ? last : { plan, customer };
    const instance = fleet.pick(random);
    if (!instance) {
      await sleep(NOBODY_THERE_MS);
      continue;
    }
    // Now and then two at once, to two processes perhaps: a double click.
    const twins = random.chance(0.03) ? [instance, fleet.pick(random) ?? instance] : [instance];
    await Promise.all(twins.map((at) => makeOne(call, at, made)));
    last = call;
    await sleep(pauseMs);
  }
}

async function makeOne(
  { plan, customer }: Pick<MadeCall, 'plan' | 'customer'>,
  instance: Instance,
  made: (call: MadeCall) => void,
): Promise<void> {
  const sentAt = Date.now();
  const { path, body, tag, leave } = plan;
  const seen = await makeCall(instance.process.url, {
    path,
    body,
    leave,
    key: customer.key,
    idempotencyKey: tag,
  });
  made({ plan, customer, instance, sentAt, tookMs: Date.now() - sentAt, seen });
}
