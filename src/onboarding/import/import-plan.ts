import type { Role } from '#identity/permissions.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { faultOfPlan } from './import-fault.ts';
import type { ImportMapping } from './import-mapping.ts';
import type { ImportKind, MandateRecord } from './import-record.ts';
import { RoleFault, type RolesOfMandate, rolesOfMandate } from './import-roles.ts';
import type { Brought, ImportProblem, ImportSubject, SubjectUser } from './import-subject.ts';

/** What is to be done about one mandate: all of it, or nothing. */
export interface MandatePlan {
  readonly externalId: string;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  /** Of a refused one. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  readonly steps: PlanSteps | undefined;
  readonly history: ImportSubject['history'];
}

export interface PlanSteps {
  readonly mandateId: MandateId | undefined;
  readonly isRoot: boolean;
  readonly before: Brought | undefined;
  readonly after: Brought;
  readonly rules: readonly ProviderRule[];
  readonly newUsers: readonly SubjectUser[];
  readonly renamed: readonly SubjectUser[];
  readonly joining: readonly { readonly user: SubjectUser; readonly role: Role }[];
  readonly roleChanges: readonly { readonly user: SubjectUser; readonly role: Role }[];
  readonly leaving: readonly UserId[];
  readonly users: readonly SubjectUser[];
  readonly stayingMembers: number;
  /** Nano-CHF to be booked as `opening`: all of it, or the difference to what came over before. */
  readonly openingDifference: NanoChf;
}

export interface ProviderRule {
  readonly role: Role;
  readonly provider: string;
  readonly allowed: boolean;
}

/** Compares what a source says with what came over before; what was changed in Rappen meanwhile does not count. */
export function planMandate(
  subject: ImportSubject,
  mapping: ImportMapping,
  kinds: ReadonlySet<ImportKind>,
): MandatePlan {
  const { externalId, record } = subject;
  const history = kinds.has('usage') ? subject.history : untouched(subject.history);
  const head = { externalId, history };
  if (record === undefined || subject.problems.length > 0) {
    const { problems, problemCount } = subject;
    return { ...head, outcome: 'refused', problems, problemCount, steps: undefined };
  }
  const steps = stepsOf(subject, record, mapping, kinds);
  const fault = typeof steps === 'string' ? steps : faultOfPlan(steps);
  if (fault !== undefined || typeof steps === 'string') {
    const problems = [{ file: '', line: 0, problem: fault ?? '' }];
    return { ...head, outcome: 'refused', problems, problemCount: 1, steps: undefined };
  }
  const isChange = hasEffect(steps) || history.changedGroups > 0;
  const outcome = steps.before === undefined ? 'created' : isChange ? 'changed' : 'unchanged';
  return { ...head, outcome, problems: [], problemCount: 0, steps };
}

function untouched({ before }: ImportSubject['history']): ImportSubject['history'] {
  return { source: before, before, changedGroups: 0 };
}

function stepsOf(
  subject: ImportSubject,
  record: MandateRecord,
  mapping: ImportMapping,
  kinds: ReadonlySet<ImportKind>,
): PlanSteps | string {
  const { brought: before, mandateId, users } = subject;
  try {
    const roles = rolesOfMandate(subject.roles, mapping, record.root);
    const providers = kinds.has('role') ? roles.providers : (before?.providers ?? {});
    const after = broughtOf(record, mapping, providers, before);
    return {
      ...{ mandateId, before, after, users, isRoot: record.root },
      rules: changedRules(before?.providers ?? {}, providers),
      openingDifference: BigInt(after.opening) - BigInt(before?.opening ?? 0),
      newUsers: users.filter(({ userId }) => userId === undefined),
      renamed: users.filter(({ name, nameBefore }) => nameBefore !== undefined && nameBefore !== name),
      ...membersOf(subject, roles, kinds),
    };
  } catch (error) {
    if (error instanceof RoleFault) return error.message;
    throw error;
  }
}

function membersOf({ users, left }: ImportSubject, roles: RolesOfMandate, kinds: ReadonlySet<ImportKind>) {
  const isSaid = kinds.has('membership') && kinds.has('role');
  const members = users
    .filter((user) => isSaid && user.roles.length > 0)
    .map((user) => ({ user, role: roles.roleOf(user.roles) }));
  const joining = members.filter(({ user }) => user.roleBefore === undefined);
  const roleChanges = members.filter(
    ({ user, role }) => user.roleBefore !== undefined && user.roleBefore !== role,
  );
  const stayingMembers = members.length - joining.length - roleChanges.length;
  return { joining, roleChanges, stayingMembers, leaving: isSaid ? left : [] };
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

function changedRules(before: Brought['providers'], after: Brought['providers']): ProviderRule[] {
  const had = pairsOf(before);
  const has = pairsOf(after);
  const rule = (allowed: boolean) => (pair: string) => {
    const [role, provider] = pair.split(' ') as [Role, string];
    return { role, provider, allowed };
  };
  const gone = [...had].filter((pair) => !has.has(pair)).map(rule(false));
  return [...gone, ...[...has].filter((pair) => !had.has(pair)).map(rule(true))];
}

function pairsOf(providers: Brought['providers']): Set<string> {
  return new Set(
    Object.entries(providers).flatMap(([role, names]) => names.map((name) => `${role} ${name}`)),
  );
}

function hasEffect(steps: PlanSteps): boolean {
  const { before, after, rules, newUsers, renamed, joining, roleChanges, leaving } = steps;
  const lists = [rules, newUsers, renamed, joining, roleChanges, leaving];
  return changedFields(before, after).length > 0 || lists.some((list) => list.length > 0);
}

const FIELDS = ['name', 'status', 'billingModel', 'creditLimit', 'address', 'opening'] as const;

/** Which of them came otherwise than before. The database orders the keys of JSON by itself. */
export function changedFields(before: Brought | undefined, after: Brought): (typeof FIELDS)[number][] {
  return FIELDS.filter((field) => ordered(before?.[field]) !== ordered(after[field]));
}

function ordered(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
