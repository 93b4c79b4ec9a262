import type { MandateId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { faultOfLoss, faultOfPlan } from './import-fault.ts';
import { type MandateField, planFields } from './import-field-plan.ts';
import type { ImportMapping } from './import-mapping.ts';
import { type MemberPlan, planMembers } from './import-member-plan.ts';
import type { ImportKind, MandateRecord } from './import-record.ts';
import { RoleFault, rolesOfMandate } from './import-roles.ts';
import { type ProviderRule, planRules } from './import-rule-plan.ts';
import type { Loaded } from './import-staging.ts';
import type { Brought, ImportProblem, ImportSubject, SubjectUser } from './import-subject.ts';

/** What is to be done about one mandate: all of it, or nothing. */
export interface MandatePlan {
  readonly platform: string;
  readonly externalId: string;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  /** Of a refused one. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  readonly steps: PlanSteps | undefined;
  /** Nano-CHF in decimal text: what is booked as opening. */
  readonly openingBefore: string;
  readonly history: ImportSubject['history'];
  readonly namesakes: number;
}

export interface PlanSteps extends Omit<MemberPlan, 'leftAlone'> {
  readonly mandateId: MandateId | undefined;
  readonly isRoot: boolean;
  readonly before: Brought | undefined;
  readonly after: Brought;
  readonly changed: readonly MandateField[];
  readonly rules: readonly ProviderRule[];
  readonly users: readonly SubjectUser[];
  /** What the platform changed, and somebody in Rappen too. */
  readonly leftAlone: readonly string[];
  /** Nano-CHF to be booked as `opening`: all of it, or the difference to what came over before. */
  readonly openingDifference: NanoChf;
  /** Anything changes. */
  readonly isEffective: boolean;
}

/** Compares what a source says with what came over before, and with what was changed in Rappen meanwhile, which stays. */
export function planMandate(
  subject: ImportSubject,
  mapping: ImportMapping,
  { kinds, unsure }: Pick<Loaded, 'kinds' | 'unsure'>,
): MandatePlan {
  const { externalId, record, brought, namesakes } = subject;
  const history = kinds.has('usage') ? subject.history : untouched(subject.history);
  const head = {
    platform: mapping.platform,
    externalId,
    history,
    namesakes,
    openingBefore: brought?.opening ?? '0',
  };
  const refused = { ...head, outcome: 'refused', steps: undefined } as const;
  if (record === undefined || subject.problems.length > 0) {
    const { problems, problemCount } = subject;
    return { ...refused, problems, problemCount };
  }
  const steps = stepsOf(subject, record, mapping, kinds);
  const fault =
    'problem' in steps
      ? steps
      : (faultOfPlan(subject, steps) ?? faultOfLoss({ ...subject, history }, steps, unsure));
  if (fault !== undefined || 'problem' in steps) {
    return { ...refused, problems: fault ? [fault] : [], problemCount: 1 };
  }
  const outcome = brought === undefined ? 'created' : steps.isEffective ? 'changed' : 'unchanged';
  return { ...head, outcome, problems: [], problemCount: 0, steps };
}

function untouched({ before }: ImportSubject['history']): ImportSubject['history'] {
  return { source: before, before, changedGroups: 0, lessGroups: 0 };
}

function stepsOf(
  subject: ImportSubject,
  record: MandateRecord,
  mapping: ImportMapping,
  kinds: ReadonlySet<ImportKind>,
): PlanSteps | ImportProblem {
  const { brought: before, mandateId, users, here } = subject;
  try {
    const roles = rolesOfMandate(subject.roles, mapping, record.root);
    const isSaid = kinds.has('role');
    const allowed = planRules(
      before?.providers,
      isSaid ? roles.providers : (before?.providers ?? {}),
      here?.rules ?? [],
    );
    const fields = planFields(before, broughtOf(record, mapping, allowed.providers, before), here);
    const members = planMembers(subject, roles, isSaid && kinds.has('membership'));
    const { after, changed } = fields;
    const { rules } = allowed;
    const hasHistory = kinds.has('usage') && subject.history.changedGroups > 0;
    return {
      ...{ mandateId, before, after, changed, rules, users, isRoot: record.root, ...members },
      leftAlone: [...fields.leftAlone, ...allowed.leftAlone, ...members.leftAlone],
      openingDifference: BigInt(after.opening) - BigInt(before?.opening ?? 0),
      isEffective: hasHistory || changed.length > 0 || rules.length > 0 || hasEffect(members),
    };
  } catch (error) {
    if (error instanceof RoleFault) return { ...error.place, problem: error.message };
    throw error;
  }
}

/** What a source does not say about a mandate that came over before stays as it came. */
function broughtOf(
  record: MandateRecord,
  mapping: ImportMapping,
  providers: Brought['providers'],
  before: Brought | undefined,
): Brought {
  const { name, root } = record;
  const status = record.status ?? before?.status ?? 'active';
  const opening = record.openingBalance ?? before?.opening ?? '0';
  const address = record.address ?? before?.address ?? null;
  const billingModel = record.billingModel ?? (root ? 'unlimited' : mapping.billingModel);
  const limit = record.creditLimit ?? mapping.creditLimit;
  const creditLimit = billingModel === 'postpaid' ? limit : '0';
  return { name, status, billingModel, creditLimit, address, opening, providers };
}

function hasEffect({ newUsers, renamed, joining, roleChanges, leaving }: MemberPlan): boolean {
  return [newUsers, renamed, joining, roleChanges, leaving].some((list) => list.length > 0);
}
