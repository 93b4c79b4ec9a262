import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { formatChfShort, type NanoChf } from '#kernel/money.ts';
import type { PlanSteps } from './import-plan.ts';
import type { ImportKind } from './import-record.ts';
import type { ImportProblem, ImportSubject, MandateHere } from './import-subject.ts';

/**
 * Why a mandate cannot come over as the source has it, though each of its lines is in order. All that Rappen would refuse is here,
 * so that a rehearsal knows it.
 */
export function faultOfPlan(subject: ImportSubject, steps: PlanSteps): ImportProblem | undefined {
  const problem =
    faultOfRoot(subject, steps) ?? faultOfOpening(steps) ?? (subject.here && faultHere(subject.here, steps));
  if (problem !== undefined) return { ...subject.place, problem };
  const moved = subject.users.find(
    ({ email, emailBefore }) => emailBefore !== undefined && emailBefore !== email,
  );
  if (!moved) return undefined;
  const address = `user ${moved.externalId}: has another e-mail address than when he came over`;
  return { ...moved.place, problem: address };
}

/** What a mandate would lose may stand in a line of which nobody can tell whose it is: nothing is taken away then. */
export function faultOfLoss(
  { place, history }: Pick<ImportSubject, 'place' | 'history'>,
  { leaving, roleChanges, rules }: PlanSteps,
  unsure: ReadonlySet<ImportKind>,
): ImportProblem | undefined {
  const losses: readonly (readonly [ImportKind, boolean])[] = [
    ['usage', history.lessGroups > 0],
    ['membership', leaving.length + roleChanges.length > 0],
    ['role', rules.some(({ allowed }) => !allowed)],
  ];
  const loss = losses.find(([kind, isLess]) => isLess && unsure.has(kind));
  return (
    loss && { ...place, problem: `${loss[0]}: is less than before, and a line of nobody may be the rest` }
  );
}

function faultOfRoot(
  { mandateId, otherRoot }: ImportSubject,
  { isRoot, after }: PlanSteps,
): string | undefined {
  if (mandateId !== undefined && (mandateId === ROOT_MANDATE_ID) !== isRoot) {
    return `root: it came over as ${isRoot ? 'a customer' : 'the root mandate'}`;
  }
  if (!isRoot) return undefined;
  // An import in place of the first start would leave no administrator who can sign in.
  if (mandateId === undefined) return 'root: is not here yet: start Rappen once before';
  if (otherRoot !== undefined) return `root: ${otherRoot} came over as the root mandate`;
  if (after.billingModel !== 'unlimited') return 'billingModel: the root mandate is unlimited';
  return after.status === 'active' ? undefined : 'status: the root mandate is always active';
}

function faultOfOpening({ after }: PlanSteps): string | undefined {
  const opening = BigInt(after.opening);
  if (after.billingModel === 'unlimited' || opening >= -BigInt(after.creditLimit)) return undefined;
  const most = formatChfShort(-BigInt(after.creditLimit));
  return `openingBalance: ${formatChfShort(opening)} is below ${most}, where this mandate's balance ends`;
}

/** What only a mandate can be wrong about that is in Rappen already. */
function faultHere(here: MandateHere, steps: PlanSteps): string | undefined {
  const { after, changed, openingDifference, isEffective } = steps;
  if (here.status === 'closed' && isEffective) return 'this mandate is closed here';
  const isModelNew = changed.includes('terms') && here.billingModel !== after.billingModel;
  if (isModelNew && here.held > 0n) return 'billingModel: cannot change while calls are running';
  const available = availableOf(here, steps);
  if (available === undefined || openingDifference >= -available) return undefined;
  const [less, left] = [-openingDifference, available].map(formatChfShort);
  return `openingBalance: is ${less} less than before, and only ${left} of it is left here`;
}

/** What the pool has above its floor, under the terms that will hold. Undefined: without end. */
function availableOf({ pool }: MandateHere, { after, changed }: PlanSteps): NanoChf | undefined {
  const { posted, held } = pool;
  if (!changed.includes('terms')) return pool.floor === undefined ? undefined : posted - held - pool.floor;
  if (after.billingModel === 'unlimited') return undefined;
  const available = posted - held + BigInt(after.creditLimit);
  return available > 0n ? available : 0n;
}
