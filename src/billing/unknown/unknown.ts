import type { HoldId, MandateId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** A call that was sent to the provider, perhaps, and whose cost nobody learned. The customer was charged 0. */
export interface UnknownCall {
  readonly mandateId: MandateId;
  readonly mandateName: string;
  readonly holdId: HoldId;
  readonly userId: UserId;
  readonly provider: string;
  readonly model: string;
  /** What was held: the most that it can have cost, at charge price. */
  readonly possibleCharge: NanoChf;
  readonly startedAt: Date;
}
