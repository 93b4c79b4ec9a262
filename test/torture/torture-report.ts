import { formatChfShort } from '#kernel/money.ts';
import type { ListedCall } from './torture-checks.ts';
import type { TortureResult } from './torture-run.ts';

const MOST_LINES = 200;

/** What happened, and what is wrong with it, for people. */
export function tortureReport(seed: number, result: TortureResult): string {
  const { made, evidence, findings, samples, violations } = result;
  const sum = (bigints: readonly bigint[]) => bigints.reduce((total, amount) => total + amount, 0n);
  const count = (name: string, number: number | bigint | string) => `  ${name.padEnd(44)} ${number}`;
  return [
    '',
    `Torture with seed ${seed}`,
    ...tally(
      'calls by answer',
      made.map(({ seen }) => `${seen.status ?? 'none'} ${seen.ending}`),
    ),
    ...tally(
      'calls by customer',
      made.map(({ customer }) => customer.name),
    ),
    ...Object.entries(result.calamities).map(([name, times]) => count(name, times)),
    count('the database was away, ms', result.outagesMs.join(', ') || 'never'),
    count('slowest whole answer, ms', slowest(made)),
    count('calls that reached a provider', evidence.upstream.length),
    count('billed there', evidence.upstream.filter(({ billed }) => billed).length),
    count('holds', evidence.holds.length),
    ...tally(
      'holds by end',
      evidence.holds.map((hold) => `${hold.state} ${hold.usage_source ?? ''}`),
    ),
    count('charged, CHF', formatChfShort(sum(evidence.holds.map(({ charged }) => charged ?? 0n)))),
    count('charged exactly what was billed, calls', findings.exact),
    count('payments acknowledged', result.credits),
    count(
      'looks at the floors',
      `${samples.taken}, the hot pool within 1 % of its floor in ${samples.nearFloor}`,
    ),
    ...listed(findings.listed),
    '',
    violations.length === 0 ? 'Nothing is wrong.' : `${violations.length} VIOLATIONS`,
    ...violations.slice(0, MOST_LINES).map((violation) => `  ${violation}`),
    `seed ${seed}`,
  ].join('\n');
}

function slowest(made: TortureResult['made']): number {
  const whole = made.filter(({ seen }) => seen.ending === 'whole');
  return whole.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
}

function tally(title: string, names: readonly string[]): string[] {
  const counts = Map.groupBy(names, (name) => name);
  return [
    `  ${title}`,
    ...Array.from(counts, ([name, all]) => `    ${name.padEnd(42)} ${all.length}`).toSorted(),
  ];
}

/** Billed by the provider, and not charged by its own count: what the operator has to look at. */
function listed(calls: readonly ListedCall[]): string[] {
  const groups = Map.groupBy(
    calls,
    ({ source, fault }) => `${source}, ${fault ?? 'no fault of the provider'}`,
  );
  const lines = Array.from(groups, ([name, group]) => {
    const difference = group.reduce((total, { charged, billed }) => total + charged - billed, 0n);
    return `    ${name.padEnd(42)} ${group.length} calls, charged less bill CHF ${formatChfShort(difference)}`;
  });
  return [`  not charged by the provider's count: ${calls.length}`, ...lines.toSorted()];
}
