import { BRISEBOIS } from './sample-brisebois.ts';
import { LINDENHOF } from './sample-lindenhof.ts';
import type { SampleMandate } from './sample-mandate.ts';
import { VALROSSA } from './sample-valrossa.ts';

/** Invented: whoever has such a name has nothing to do with it. Twelve people; one belongs to two mandates. */
export const SAMPLE_MANDATES: readonly SampleMandate[] = [LINDENHOF, BRISEBOIS, VALROSSA];

/** Of everybody in the sample data. Well known: it works in demo mode only. */
export const SAMPLE_PASSWORD = 'zwanzig-rappen';

export const SAMPLE_EMAILS: readonly string[] = [
  ...new Set(SAMPLE_MANDATES.flatMap(({ members }) => members.map(({ email }) => email))),
];
