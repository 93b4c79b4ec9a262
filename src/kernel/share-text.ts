import type { NanoChf } from '#kernel/money.ts';

/** Does not break at the end of a line. */
const SPACE = '\u00a0';
const MINUS = '\u2212';

/** `+38 %`, `−4.3 %`: how much more than before. Undefined where there was nothing before that it could be a share of. */
export function changeText(now: NanoChf, before: NanoChf): string | undefined {
  if (before <= 0n) return undefined;
  const difference = now - before;
  const size = difference < 0n ? -difference : difference;
  const percent = percentText(size, before);
  if (percent.startsWith('<')) return percent;
  return `${difference < 0n ? MINUS : '+'}${percent}`;
}

/** `38 %`, `4.3 %`, `< 0.1 %`: the part of a whole, of amounts or of calls. Undefined where the whole is nothing. */
export function shareText(part: bigint, whole: bigint): string | undefined {
  if (whole <= 0n || part < 0n) return undefined;
  return percentText(part, whole);
}

/** Whole percents from ten on, tenths below. */
function percentText(part: bigint, whole: bigint): string {
  const tenths = (part * 2_000n + whole) / (whole * 2n);
  if (tenths === 0n && part > 0n) return `< 0.1${SPACE}%`;
  if (tenths >= 100n) return `${countText((part * 200n + whole) / (whole * 2n))}${SPACE}%`;
  return `${tenths / 10n}.${tenths % 10n}${SPACE}%`;
}

/** `12'345`: a number of things, in every language. */
export function countText(count: bigint | number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, "'");
}
