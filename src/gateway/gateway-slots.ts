import { AppError } from '#kernel/error.ts';
import type { CallsInFlight } from './calls-in-flight.ts';

/** So many metered calls may run in one process at once; each has a connection to its provider. */
const MAX_CALLS_IN_FLIGHT = 4096;

export interface GatewaySlots {
  readonly callsInFlight: Pick<CallsInFlight, 'size'>;
  /** True once the process has been asked to stop: calls that run go on, new ones are refused. */
  readonly isStopping: () => boolean;
}

/** `overloaded` where no further call may begin in this process. */
export function noFreeSlot({ isStopping, callsInFlight }: GatewaySlots): AppError | undefined {
  if (isStopping()) return new AppError('overloaded', {}, 'The gateway is stopping.');
  return callsInFlight.size < MAX_CALLS_IN_FLIGHT ? undefined : new AppError('overloaded');
}
