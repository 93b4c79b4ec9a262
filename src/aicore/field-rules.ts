import { AppError, invalidRequest } from '#kernel/error.ts';
import type { JsonObject } from './provider.ts';

/**
 * Known fields of a request, as data. A field that is not in the data could change what a call costs, so it is
 * refused. The data is read against the body by `checkFields`; what costs something is told to a tally on the way.
 *
 * `null` passes everywhere (providers read it as absent). Text, numbers and booleans pass where an object or a list
 * is expected: they are bounded by their bytes, and the provider refuses them itself, at no cost.
 */
export type FieldRule<Tally> =
  /** Whatever is in it costs no more than its bytes. */
  | { readonly kind: 'opaque' }
  /** Not offered. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Only these values. */
  | { readonly kind: 'only'; readonly values: readonly unknown[]; readonly why: string }
  /** Told to the tally, which may throw. */
  | { readonly kind: 'read'; readonly read: FieldReader<Tally> }
  | { readonly kind: 'list'; readonly of: FieldRule<Tally>; readonly orOne?: true }
  | { readonly kind: 'object'; readonly fields: FieldRules<Tally>; readonly read?: ObjectReader<Tally> }
  /** Objects told apart by a field, such as `type`. `otherwise` names the variant where that field is absent. */
  | {
      readonly kind: 'variants';
      readonly by: string;
      readonly of: FieldRules<Tally>;
      readonly otherwise?: string;
    };

export type FieldRules<Tally> = Readonly<Record<string, FieldRule<Tally>>>;
export type FieldReader<Tally> = (value: unknown, path: string, tally: Tally) => void;
export type ObjectReader<Tally> = (value: JsonObject, path: string, tally: Tally) => void;

export const opaque = { kind: 'opaque' } as const;
export const refused = (why: string) => ({ kind: 'refused', why }) as const;
export const only = (values: readonly unknown[], why: string) => ({ kind: 'only', values, why }) as const;
export const read = <Tally>(reader: FieldReader<Tally>) => ({ kind: 'read', read: reader }) as const;
export const list = <Tally>(of: FieldRule<Tally>) => ({ kind: 'list', of }) as const;
/** A list, or a single item without its list. */
export const oneOrMany = <Tally>(of: FieldRule<Tally>) => ({ kind: 'list', of, orOne: true }) as const;

/** `{ a: opaque, b: opaque }` for fields without any bearing on the cost. */
export function opaqueFields<Name extends string>(...names: readonly Name[]): Record<Name, typeof opaque> {
  return Object.fromEntries(names.map((name) => [name, opaque])) as Record<Name, typeof opaque>;
}

export function object<Tally>(
  fields: FieldRules<Tally>,
  reader?: ObjectReader<Tally>,
): FieldRule<Tally> & { kind: 'object' } {
  return reader ? { kind: 'object', fields, read: reader } : { kind: 'object', fields };
}

export function variants<Tally>(
  by: string,
  of: FieldRules<Tally>,
  otherwise?: string,
): FieldRule<Tally> & { kind: 'variants' } {
  return otherwise === undefined ? { kind: 'variants', by, of } : { kind: 'variants', by, of, otherwise };
}

const MAX_NESTING = 64;

/**
 * Checks a whole body: nesting first, then every field against its rule.
 * @throws AppError `invalid_request` with the path of the first field that is unknown, refused or wrong.
 */
export function checkBody<Tally>(body: JsonObject, fields: FieldRules<Tally>, tally: Tally): void {
  checkNesting(body);
  checkFields(body, fields, '', tally);
}

/** Refuses a body deeper than 64 levels without recursion, so that no later walk can exhaust the stack. */
function checkNesting(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_NESTING)
      throw new AppError(
        'invalid_request',
        { path: '' },
        `The body is nested deeper than ${MAX_NESTING} levels.`,
      );
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const child of Array.isArray(value) ? value : Object.values(value)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
}

function checkFields<Tally>(value: JsonObject, fields: FieldRules<Tally>, path: string, tally: Tally): void {
  for (const name of Object.keys(value)) {
    const fieldPath = path === '' ? shortName(name) : `${path}.${shortName(name)}`;
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!rule)
      throw invalidRequest(fieldPath, 'this field is not known here, so its cost is not known either');
    checkValue(value[name], rule, fieldPath, tally);
  }
}

function checkValue<Tally>(value: unknown, rule: FieldRule<Tally>, path: string, tally: Tally): void {
  if (value === null || value === undefined || rule.kind === 'opaque') return;
  if (rule.kind === 'refused') throw invalidRequest(path, `not offered: ${rule.why}`);
  if (rule.kind === 'read') rule.read(value, path, tally);
  else if (rule.kind === 'only') checkAllowed(value, rule.values, rule.why, path);
  else if (typeof value !== 'object') return;
  else if (rule.kind === 'list' && !(rule.orOne && !Array.isArray(value)))
    checkList(value, rule.of, path, tally);
  else if (rule.kind === 'list') checkValue(value, rule.of, path, tally);
  else if (!isJsonObject(value)) throw invalidRequest(path, 'must be an object, not a list');
  else if (rule.kind === 'variants') checkVariant(value, rule, path, tally);
  else {
    checkFields(value, rule.fields, path, tally);
    rule.read?.(value, path, tally);
  }
}

function checkAllowed(value: unknown, allowed: readonly unknown[], why: string, path: string): void {
  if (!allowed.includes(value)) throw invalidRequest(path, `not offered: ${why}`);
}

function checkList<Tally>(value: object, rule: FieldRule<Tally>, path: string, tally: Tally): void {
  if (!Array.isArray(value)) throw invalidRequest(path, 'must be a list');
  for (let index = 0; index < value.length; index++)
    checkValue(value[index], rule, `${path}[${index}]`, tally);
}

function checkVariant<Tally>(
  value: JsonObject,
  rule: FieldRule<Tally> & { kind: 'variants' },
  path: string,
  tally: Tally,
): void {
  const name = value[rule.by] ?? rule.otherwise;
  const found = typeof name === 'string' && Object.hasOwn(rule.of, name) ? rule.of[name] : undefined;
  if (!found)
    throw invalidRequest(
      `${path}.${rule.by}`,
      `${describe(name)} is not known here, so its cost is not known either`,
    );
  checkValue(value, found, path, tally);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number in a range; undefined where the field is absent or null. Refuses `"5"`, `1.5`, `1e400`, `2^63`. */
export function readWholeNumber(
  value: unknown,
  path: string,
  range: { readonly min: number; readonly max?: number },
): number | undefined {
  if (value === null || value === undefined) return undefined;
  const max = range.max ?? Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < range.min || value > max) {
    throw invalidRequest(path, `must be a whole number from ${range.min} to ${max}`);
  }
  return value;
}

export function readBoolean(value: unknown, path: string): boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'boolean') throw invalidRequest(path, 'must be true or false');
  return value;
}

/** Text of at most 1,000 characters: names, ids, tiers. Undefined where the field is absent or null. */
function readShortText(value: unknown, path: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 1000) {
    throw invalidRequest(path, 'must be text of 1 to 1,000 characters');
  }
  return value;
}

export function requireShortText(value: unknown, path: string): string {
  const text = readShortText(value, path);
  if (text === undefined) throw invalidRequest(path, 'is missing');
  return text;
}

function describe(name: unknown): string {
  return typeof name === 'string'
    ? `"${shortName(name)}"`
    : name === undefined
      ? 'a missing value'
      : 'this value';
}

/** Field names come from outside and go into messages and headers: short, and in plain ASCII. */
function shortName(name: string): string {
  return name.slice(0, 60).replace(/[^\x21-\x7e]/g, '?');
}
