import type { CallsByDay } from './planned-call.ts';
import type { PlannedPosting } from './planned-posting.ts';
import { planPayments } from './plan-payments.ts';
import { planPool } from './plan-pool.ts';
import { planUserWallets } from './plan-user-wallets.ts';
import type { SampleSpan } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';

/**
 * The money that a mandate needs for its calls, so that none is refused but those of who runs dry: by its billing model,
 * from the operator and from its administrator.
 */
export function planPostings(
  mandate: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly PlannedPosting[] {
  switch (mandate.settings.terms.billingModel) {
    case 'postpaid':
      return planPayments(mandate, calls, span);
    case 'prepaid_user':
      return planUserWallets(mandate, calls, span);
    default:
      return planPool(mandate, calls, span);
  }
}
