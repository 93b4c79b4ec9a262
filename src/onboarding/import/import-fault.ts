import { formatChfShort } from '#kernel/money.ts';
import type { PlanSteps } from './import-plan.ts';

/** Why a mandate cannot come over as the source has it, though each of its lines is in order. */
export function faultOfPlan({ after, users, isRoot }: PlanSteps): string | undefined {
  const opening = BigInt(after.opening);
  if (after.billingModel !== 'unlimited' && opening < -BigInt(after.creditLimit)) {
    const most = formatChfShort(-BigInt(after.creditLimit));
    return `openingBalance: ${formatChfShort(opening)} is below ${most}, where this mandate's balance ends`;
  }
  if (isRoot && after.billingModel !== 'unlimited') return 'billingModel: the root mandate is unlimited';
  if (isRoot && after.status !== 'active') return 'status: the root mandate is always active';
  const moved = users.find(({ email, emailBefore }) => emailBefore !== undefined && emailBefore !== email);
  return moved && `user ${moved.externalId}: has another e-mail address than when he came over`;
}
