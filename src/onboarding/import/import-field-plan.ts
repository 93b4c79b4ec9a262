import { addressBody } from '#billing/addresses/billing-address.contract.ts';
import type { BillingAddress } from '#billing/addresses/billing-address.store.ts';
import { readAddress } from '#billing/addresses/read-address.ts';
import { formatChfShort } from '#kernel/money.ts';
import type { Brought, MandateHere } from './import-subject.ts';

/** What of a mandate is one value. Billing model and credit limit are one: the one has no sense without the other. */
export type MandateField = 'name' | 'status' | 'terms' | 'address' | 'opening';

export interface FieldPlan {
  /** What is to be compared with the next time: of what is left alone, what came over before. */
  readonly after: Brought;
  readonly changed: readonly MandateField[];
  /** What the platform changed, and somebody here too. */
  readonly leftAlone: readonly string[];
}

const FIELDS = ['name', 'status', 'terms', 'address'] as const;

/** Compares three: what came over before, what the platform says now, and what is here. */
export function planFields(
  before: Brought | undefined,
  after: Brought,
  here: MandateHere | undefined,
): FieldPlan {
  const was = before && valuesOf(before);
  const is = valuesOf(after);
  const now = here && valuesHere(here);
  const changed = FIELDS.filter((field) => was?.[field] !== is[field]);
  const left = changed.filter((field) => was && now && now[field] !== was[field] && now[field] !== is[field]);
  const applied = changed.filter((field) => !left.includes(field) && !(was && now?.[field] === is[field]));
  const isOpening = before?.opening !== after.opening;
  return {
    after: before ? { ...after, ...partOf(before, left) } : after,
    changed: isOpening ? [...applied, 'opening'] : applied,
    leftAlone: here ? left.flatMap((field) => textsOf(field, here, after)) : [],
  };
}

/** An address as it is kept, so that it can be compared with the one that is here. */
export function addressOf({ address }: Pick<Brought, 'address'>): BillingAddress | undefined {
  return address ? readAddress(addressBody.parse(address)) : undefined;
}

type Values = Readonly<Record<(typeof FIELDS)[number], string>>;

function valuesOf(brought: Brought): Values {
  const { name, status, billingModel, creditLimit } = brought;
  return { name, status, terms: `${billingModel} ${creditLimit}`, address: ordered(addressOf(brought)) };
}

function valuesHere({ name, status, billingModel, creditLimit, address }: MandateHere): Values {
  return { name, status, terms: `${billingModel} ${creditLimit}`, address: ordered(address) };
}

/** The database orders the keys of JSON by itself. */
function ordered(address: BillingAddress | undefined): string {
  return JSON.stringify(Object.entries(address ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function partOf(before: Brought, fields: readonly MandateField[]): Partial<Brought> {
  const { name, status, billingModel, creditLimit, address } = before;
  const parts = {
    name: { name },
    status: { status },
    terms: { billingModel, creditLimit },
    address: { address },
  };
  return Object.assign({}, ...FIELDS.filter((field) => fields.includes(field)).map((field) => parts[field]));
}

function textsOf(field: MandateField, here: MandateHere, after: Brought): string[] {
  const limits = [here.creditLimit, BigInt(after.creditLimit)].map(formatChfShort);
  const pairs: Readonly<Partial<Record<MandateField, readonly (readonly string[])[]>>> = {
    name: [['name', here.name, after.name]],
    status: [['status', here.status, after.status]],
    terms: [
      ['billingModel', here.billingModel, after.billingModel],
      ['creditLimit', ...limits],
    ],
  };
  const texts = (pairs[field] ?? []).filter(([, mine, theirs]) => mine !== theirs);
  if (field === 'address') return ['address: was changed here'];
  return texts.map(([what, mine, theirs]) => `${what}: is ${mine} here, and ${theirs} there`);
}
