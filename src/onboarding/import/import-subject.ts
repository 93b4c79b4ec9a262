import type { BillingModel } from '#billing/settings/settings.ts';
import type { Role } from '#identity/permissions.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { MandateRecord, RoleRecord } from './import-record.ts';

/** What came over of a mandate, to be compared with what comes next. Amounts are nano-CHF in decimal text. */
export interface Brought {
  readonly name: string;
  readonly status: 'active' | 'suspended';
  readonly billingModel: BillingModel;
  readonly creditLimit: string;
  readonly address: MandateRecord['address'] | null;
  readonly opening: string;
  /** What each role may use; a role that is not here came with nothing. */
  readonly providers: Readonly<Partial<Record<Role, readonly string[]>>>;
}

/** Where a problem stands; line 0: it is about the whole. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

/** Somebody whom a source names as a member of a mandate, or as a caller of its past. */
export interface SubjectUser {
  readonly externalId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** Who came over under this id before, else who has this address. */
  readonly userId: UserId | undefined;
  /** His address when he came over. */
  readonly emailBefore: string | undefined;
  readonly nameBefore: string | undefined;
  /** The platform's names of his roles in this mandate; none: he is no member. */
  readonly roles: readonly string[];
  /** The role with which he came over before. */
  readonly roleBefore: Role | undefined;
}

export interface HistorySum {
  readonly calls: bigint;
  /** Nano-CHF. */
  readonly worth: bigint;
}

/** All that is known of one mandate of a source: what the source says, and what came over before. */
export interface ImportSubject {
  readonly externalId: string;
  /** Undefined: its line is refused, or there is none. */
  readonly record: MandateRecord | undefined;
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  readonly roles: readonly RoleRecord[];
  readonly users: readonly SubjectUser[];
  /** Members who came over before and are none any more. */
  readonly left: readonly UserId[];
  readonly history: {
    readonly source: HistorySum;
    readonly before: HistorySum;
    readonly changedGroups: number;
  };
  /** Undefined: it never came over. */
  readonly mandateId: MandateId | undefined;
  readonly brought: Brought | undefined;
}
