import type { BillingAddress } from '#billing/addresses/billing-address.store.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import type { PermissionRule, Role } from '#identity/permissions.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
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

/** What is in Rappen by now, whoever made it so. */
export interface MandateHere {
  readonly name: string;
  readonly status: MandateStatus;
  readonly billingModel: BillingModel;
  readonly creditLimit: NanoChf;
  readonly address: BillingAddress | undefined;
  /** Of the pool, into which openings are booked. Floor undefined: none. */
  readonly pool: { readonly posted: NanoChf; readonly held: NanoChf; readonly floor: NanoChf | undefined };
  /** In any of its wallets. */
  readonly held: NanoChf;
  /** About providers and models. */
  readonly rules: readonly (PermissionRule & { readonly role: Role })[];
}

/** A line of a source. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where a problem stands; line 0: it is about no line. */
export interface ImportProblem extends Place {
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
  readonly nameHere: string | undefined;
  /** The platform's names of his roles in this mandate; none: he is no member. */
  readonly roles: readonly string[];
  /** The role with which he came over before. */
  readonly roleBefore: Role | undefined;
  /** The role that he has in Rappen by now. */
  readonly roleHere: Role | undefined;
  readonly place: Place;
}

/** Somebody who came over as a member, and is not named as one any more. */
export interface LeftMember {
  readonly userId: UserId;
  readonly roleBefore: Role;
  readonly roleHere: Role | undefined;
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
  /** Of its line; line 0: it has none. */
  readonly place: Place;
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  readonly roles: readonly { readonly record: RoleRecord; readonly place: Place }[];
  readonly users: readonly SubjectUser[];
  readonly left: readonly LeftMember[];
  readonly history: {
    readonly source: HistorySum;
    readonly before: HistorySum;
    readonly changedGroups: number;
    /** Of these, how many lose calls or worth. */
    readonly lessGroups: number;
  };
  /** Undefined: it is to be made. */
  readonly mandateId: MandateId | undefined;
  /** Undefined: it never came over, or all of it was taken back. */
  readonly brought: Brought | undefined;
  readonly here: MandateHere | undefined;
  /** Under which id another mandate came over as the root mandate. */
  readonly otherRoot: string | undefined;
  /** How many other mandates are called the same. */
  readonly namesakes: number;
}
