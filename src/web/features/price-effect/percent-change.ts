/** Does not break at the end of a line. */
const SPACE = '\u00a0';

/** `+12.5 %`, `−3 %`, `0 %`: cut after one decimal, with its sign. */
export function percentChange(percent: string): string {
  const isLess = percent.startsWith('-');
  const [whole = '0', fraction = ''] = percent.replace('-', '').split('.');
  const tenth = fraction.slice(0, 1);
  const text = tenth === '' || tenth === '0' ? whole : `${whole}.${tenth}`;
  if (text === '0') return /[1-9]/.test(fraction) ? `< 0.1${SPACE}%` : `0${SPACE}%`;
  return `${isLess ? '\u2212' : '+'}${text}${SPACE}%`;
}
