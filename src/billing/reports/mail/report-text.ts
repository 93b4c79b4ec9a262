import type { Feature } from '../../ledger/ledger.ts';
import type { ReportDimension } from '../report-figures.ts';

/** What a report says, in one language. Amounts, months and days come as text that is ready to be read. */
export interface ReportTexts {
  readonly subject: (facts: { mandate: string; month: string; closing: string }) => string;
  /** Of a user's own report. */
  readonly userSubject: (facts: { mandate: string; month: string; spent: string }) => string;
  readonly title: (month: string) => string;
  readonly userTitle: (facts: { name: string; month: string }) => string;
  readonly lead: (facts: { mandate: string; from: string; to: string }) => string;
  readonly userLead: (facts: { mandate: string; from: string; to: string }) => string;
  readonly nothing: string;
  readonly facts: Readonly<
    Record<
      'opening' | 'broughtOver' | 'topUps' | 'usage' | 'other' | 'closing' | 'calls' | 'available',
      string
    >
  >;
  readonly chart: {
    readonly title: string;
    readonly alt: (facts: { month: string; spent: string; day: string; most: string }) => string;
    readonly altBefore: (facts: { month: string; spent: string }) => string;
  };
  readonly changes: string;
  readonly comparison: {
    readonly more: (facts: Compared) => string;
    readonly less: (facts: Compared) => string;
    readonly same: (month: string) => string;
    readonly none: (month: string) => string;
    /** Where the months are not of the same length. */
    readonly perDay: (facts: PerDay) => string;
  };
  readonly change: {
    readonly more: (facts: Compared & { name: string }) => string;
    readonly less: (facts: Compared & { name: string }) => string;
    readonly isNew: (facts: { name: string; amount: string }) => string;
    readonly isGone: (facts: { name: string; amount: string }) => string;
  };
  readonly forecast: {
    readonly heading: string;
    readonly expected: (facts: { month: string; low: string; high: string }) => string;
    readonly expectedOne: (facts: { month: string; amount: string }) => string;
    readonly lasts: (facts: { day: string; days: number }) => string;
    readonly isEmpty: string;
  };
  readonly tables: Readonly<Record<Exclude<ReportDimension, 'automation'>, string>>;
  readonly columns: Readonly<Record<'calls' | 'amount' | 'share', string>>;
  readonly features: Readonly<Record<Feature, string>>;
  readonly deletedAutomation: string;
  readonly otherAutomations: string;
  readonly formerUser: string;
  readonly allOthers: string;
  readonly total: string;
  readonly files: string;
  /** Without a statement. */
  readonly usageFile: string;
  readonly userFile: string;
  readonly coarseFile: string;
  readonly button: string;
  readonly reason: (mandate: string) => string;
  readonly administratorReason: (mandate: string) => string;
  readonly userReason: (mandate: string) => string;
  readonly fileName: string;
}

interface Compared {
  readonly amount: string;
  readonly month: string;
  /** `+38 %`; undefined: there is nothing that it could be a part of. */
  readonly percent: string | undefined;
}

interface PerDay {
  readonly now: string;
  readonly before: string;
  readonly percent: string | undefined;
  readonly days: number;
  readonly daysBefore: number;
  readonly month: string;
  readonly monthBefore: string;
}

/** `, +38 %` behind a sentence, where there is a share. */
export function commaPercent(percent: string | undefined): string {
  return percent === undefined ? '' : `, ${percent}`;
}
