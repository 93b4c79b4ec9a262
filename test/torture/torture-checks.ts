import { uuidOf } from '#kernel/id.ts';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import { isOwnRefusal, transactionOf } from './caller.ts';
import type { Evidence, HoldRow } from './evidence.ts';
import { expectedCharge } from './expected-charge.ts';
import type { MadeCall } from './traffic.ts';

/** All that is known of one call: the first try and its repeats, what the provider saw of it, and its hold. */
export interface CallCase {
  readonly tag: string;
  readonly tries: readonly MadeCall[];
  readonly upstream: readonly LedgerEntry[];
  readonly holds: readonly HoldRow[];
}

/** A call that was billed upstream and not charged by the provider's own count: allowed, and listed with its difference. */
export interface ListedCall {
  readonly tag: string;
  readonly source: string;
  readonly fault: string | undefined;
  readonly charged: bigint;
  readonly billed: bigint;
}

export interface Findings {
  readonly violations: readonly string[];
  readonly listed: readonly ListedCall[];
  readonly exact: number;
}

/** The rules of ledger.md and threats.md, call by call. */
export function checkCalls(evidence: Evidence): Findings {
  const cases = casesOf(evidence);
  const violations = cases.flatMap((call) =>
    CHECKS.flatMap((check) => check(call, evidence).map((what) => `${call.tag}: ${what}${describe(call)}`)),
  );
  const billed = cases.filter(
    ({ upstream, holds }) => upstream.some((bill) => bill.billed) && holds.length === 1,
  );
  const listed = billed.flatMap(listedCall);
  return {
    violations: [...violations, ...strangers(evidence, cases)],
    listed,
    exact: billed.length - listed.length,
  };
}

type Check = (call: CallCase, evidence: Evidence) => string[];

const CHECKS: readonly Check[] = [
  onceUpstream,
  heldBeforeSent,
  settledOnce,
  billedIsCharged,
  chargedIsBilled,
  providersCountIsTaken,
  acknowledgedIsPresent,
  refusedHasNoEffect,
  richIsNotRefused,
  nothingOfAnother,
];

function onceUpstream({ upstream, holds }: CallCase): string[] {
  return [
    ...(upstream.length > 1 ? [`sent to the provider ${upstream.length} times`] : []),
    ...(holds.length > 1 ? [`${holds.length} holds`] : []),
  ];
}

function heldBeforeSent({ upstream, holds }: CallCase): string[] {
  return upstream.length > 0 && holds.length === 0 ? ['reached the provider without a hold'] : [];
}

function settledOnce({ holds }: CallCase): string[] {
  return holds.flatMap(({ state, charged, booked, usage_rows }) => {
    if (state === 'open') return ['its hold is still open'];
    if (state === 'voided') return usage_rows === 0n ? [] : ['a voided hold has a usage row'];
    return usage_rows === 1n && booked === charged
      ? []
      : [`${usage_rows} usage rows, booked ${booked}, the hold says ${charged}`];
  });
}

function billedIsCharged({ upstream, holds }: CallCase): string[] {
  const isBilled = upstream.some((bill) => bill.billed && Number(bill.costUsd) > 0);
  return isBilled && holds.some(({ state }) => state === 'voided')
    ? [`billed upstream, but void: ${holds[0]?.void_reason}`]
    : [];
}

function chargedIsBilled({ upstream, holds }: CallCase): string[] {
  if (upstream.some((bill) => bill.billed)) return [];
  return holds
    .filter(({ charged }) => (charged ?? 0n) > 0n)
    .map(({ charged, usage_source }) => `charged ${charged} (${usage_source}), but not billed upstream`);
}

/** Where the provider's usage arrived at a process that lived, it is what is charged, to the nano. */
function providersCountIsTaken({ upstream, holds, tries }: CallCase): string[] {
  const [bill] = upstream;
  const [hold] = holds;
  if (!bill?.billed || !hold) return [];
  const expected = expectedCharge(bill, hold);
  if (hold.usage_source === 'provider') {
    return hold.charged === expected || isOwnCount(hold) ? [] : [`charged ${hold.charged}, not ${expected}`];
  }
  const livedOn = tries.every(({ instance }) => !instance.wasKilled);
  // An event stream that calls itself a web page is not read as one, and broken JSON not at all.
  const isReadable = bill.fault !== 'wrong_content_type' && bill.fault !== 'invalid_json';
  return bill.usageSent && livedOn && isReadable
    ? [`the usage arrived, but the charge is ${hold.usage_source}`]
    : [];
}

/** Tavily's extractions are charged by what has worked, whatever the answer says of credits; the difference is listed. */
function isOwnCount({ remark }: HoldRow): boolean {
  return remark?.includes('credits_differ') === true;
}

function acknowledgedIsPresent({ tries, holds }: CallCase): string[] {
  return tries.flatMap(({ seen }) => {
    const transaction = transactionOf(seen);
    if (transaction === undefined) return seen.status === 200 ? ['200 without a transaction id'] : [];
    const hold = holds.find(({ id }) => id === transaction);
    if (!hold) return [`acknowledged ${transaction} is not there`];
    const told = seen.headers['x-rappen-charge-chf']?.replace('.', '');
    return told === undefined || BigInt(told) === hold.charged
      ? []
      : [`told ${told}, charged ${hold.charged}`];
  });
}

function refusedHasNoEffect({ tries, upstream, holds }: CallCase): string[] {
  const repeats = tries.filter(({ seen }) => seen.status === 409 && seen.ending === 'whole');
  const wrong = repeats.filter(({ seen }) => !holds.some(({ id }) => seen.text.includes(id)));
  const unnamed = wrong.map(() => 'a repeat was not told the first transaction');
  if (!tries.every(({ seen }) => isOwnRefusal(seen) && seen.status !== 409)) return unnamed;
  const kept = holds.filter(({ state, charged }) => state !== 'voided' && charged !== 0n);
  return [
    ...unnamed,
    ...(upstream.length > 0 ? [`refused with ${tries[0]?.seen.status}, but sent`] : []),
    ...kept.map(({ state }) => `refused with ${tries[0]?.seen.status}, but its hold is ${state}`),
  ];
}

function richIsNotRefused({ tries }: CallCase): string[] {
  return tries.flatMap(({ customer, seen }) => {
    if (seen.status !== 402) return [];
    if (customer.isRich) return [`refused for want of money: ${seen.text.slice(0, 300)}`];
    const needed = amountIn(seen.text, 'required_chf');
    const available = amountIn(seen.text, 'available_chf');
    if (seen.ending !== 'whole') return [];
    if (needed === undefined || available === undefined)
      return [`a 402 without amounts: ${seen.text.slice(0, 300)}`];
    return needed > available ? [] : [`refused though ${available} of ${needed} was there`];
  });
}

function amountIn(text: string, field: string): bigint | undefined {
  const digits = new RegExp(`"${field}":"(-?\\d+)\\.(\\d{9})"`).exec(text);
  return digits ? BigInt(`${digits[1]}${digits[2]}`) : undefined;
}

function nothingOfAnother({ tries, holds }: CallCase): string[] {
  const [customer] = tries.map((one) => one.customer);
  if (!customer) return [];
  return holds.flatMap((hold) => [
    ...(hold.mandate_id === uuidOf(customer.mandateId) ? [] : ["its hold is in another's mandate"]),
    ...(hold.user_id === uuidOf(customer.userId) && hold.api_key_id === uuidOf(customer.keyId)
      ? []
      : ["its hold names another's user or key"]),
    ...(hold.markup_ppm === customer.markupPpm[hold.provider] ? [] : ["its markup is not the mandate's"]),
  ]);
}

function strangers({ upstream, holds, credits, credited }: Evidence, cases: readonly CallCase[]): string[] {
  const known = new Set(cases.map(({ tag }) => tag));
  return [
    ...upstream
      .filter(({ tag }) => tag === undefined || !known.has(tag))
      .map((bill) => `unknown call upstream: ${JSON.stringify(bill)}`),
    ...upstream
      .filter(({ outcome }) => outcome === 'key_leaked' || outcome === 'trapped')
      .map(({ tag, outcome }) => `${tag}: ${outcome}`),
    ...holds
      .filter(({ idempotency_key: key }) => key === null || !known.has(key))
      .map(({ id }) => `unknown hold ${id}`),
    ...credits
      .filter(
        (credit) => !credited.some((row) => row.id === credit.transactionId && row.amount === credit.amount),
      )
      .map(({ idempotencyKey }) => `acknowledged ${idempotencyKey} is not there`),
    ...(credits.length === credited.length
      ? []
      : [`${credits.length} payments were made, ${credited.length} are booked`]),
  ];
}

function listedCall({ tag, upstream, holds, tries }: CallCase): ListedCall[] {
  const [bill] = upstream;
  const [hold] = holds;
  if (!bill || !hold || (hold.usage_source === 'provider' && !isOwnCount(hold))) return [];
  return [
    {
      tag,
      source: `${hold.state} ${hold.usage_source ?? ''}`,
      fault: tries[0]?.plan.fault,
      charged: hold.charged ?? 0n,
      billed: expectedCharge(bill, hold),
    },
  ];
}

function casesOf({ made, upstream, holds }: Evidence): CallCase[] {
  const tries = Map.groupBy(made, ({ plan }) => plan.tag);
  const seenUpstream = Map.groupBy(upstream, ({ tag }) => tag ?? '');
  const held = Map.groupBy(holds, ({ idempotency_key }) => idempotency_key ?? '');
  return Array.from(tries, ([tag, own]) => ({
    tag,
    tries: own,
    upstream: seenUpstream.get(tag) ?? [],
    holds: held.get(tag) ?? [],
  }));
}

/** For whoever has to find out. */
function describe({ tries, upstream, holds }: CallCase): string {
  const seen = tries.map(
    (one) =>
      `${one.customer.name} ${one.plan.path} ${one.seen.status ?? ''} ${one.seen.ending} at ${one.instance.id}`,
  );
  const bills = upstream.map(
    (bill) => `${bill.outcome} ${bill.billed ? bill.costUsd : 'free'}${bill.usageSent ? ' told' : ''}`,
  );
  const states = holds.map(
    (hold) =>
      `${hold.id} ${hold.state} ${hold.charged} ${hold.usage_source} ${hold.void_reason ?? hold.remark ?? ''}`,
  );
  return ` [${tries[0]?.plan.fault ?? 'no fault'}${tries[0]?.plan.body.stream ? ' stream' : ''}; ${seen.join(' | ')}; upstream ${bills.join(' | ') || 'nothing'}; ${states.join(' | ') || 'no hold'}]`;
}
