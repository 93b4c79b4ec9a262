import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '#kernel/error.ts';

/** How long somebody may look at a preview. */
const LIFETIME_S = 15 * 60;

/** What a preview showed: the change, and everything that its effect was computed from. */
export type Shown = readonly string[];

/**
 * The token of a preview: it fits the same change only as long as nothing that the preview was made from has changed, and
 * a quarter of an hour. A guard against haste, not a secret: who can send it may write the change anyway.
 */
export function confirmTokenOf(
  shown: Shown,
  now: Date,
): { readonly confirm: string; readonly confirmUntil: string } {
  const until = Math.floor(now.getTime() / 1_000) + LIFETIME_S;
  return { confirm: tokenOf(shown, until), confirmUntil: new Date(until * 1_000).toISOString() };
}

/** Throws `conflict` unless the token is that of a preview which would look the same now. */
export function requireConfirmed(confirm: string, shown: Shown, now: Date): void {
  const until = Number(confirm.split('.')[0]);
  if (until * 1_000 < now.getTime()) throw again('The preview has expired.');
  if (until * 1_000 > now.getTime() + 2 * LIFETIME_S * 1_000) throw again('The token is of no preview.');
  if (!isSame(confirm, tokenOf(shown, until)))
    throw again('The change is not the one of the preview, or prices have changed since.');
}

function tokenOf(shown: Shown, until: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([until, ...shown]))
    .digest('hex');
  return `${until}.${hash}`;
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function again(why: string): AppError {
  return new AppError('conflict', { path: 'body.confirm' }, `${why} Look at a new preview.`);
}
