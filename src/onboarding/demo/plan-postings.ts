import { planPayments } from './plan-payments.ts';
import { planPool } from './plan-pool.ts';
import { planUserWallets } from './plan-user-wallets.ts';
import type { CallsByDay } from './sample-call.ts';
import type { SampleSpan } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';
import type { SamplePosting } from './sample-posting.ts';

/**
 * The money that a mandate needs for its calls, so that none is refused but those of who runs dry: by its billing model,
 * from the operator and from its administrator.
 */
export function planPostings(
  mandate: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly SamplePosting[] {
  switch (mandate.settings.terms.billingModel) {
    case 'postpaid':
      return planPayments(mandate, calls, span);
    case 'prepaid_user':
      return planUserWallets(mandate, calls, span);
    default:
      return planPool(mandate, calls, span);
  }
}
