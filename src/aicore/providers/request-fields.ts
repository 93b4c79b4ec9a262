import { invalidRequest } from '#kernel/error.ts';

/** Checks one field; throws `invalid_request` with its path. */
export type FieldRule = (value: unknown, path: string) => void;

/**
 * Checks every field of an object. A field without a rule is refused: it could change the cost. `null` counts as
 * absent, as the providers have it.
 */
export function checkFields(
  object: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, FieldRule>>,
  path = '',
): void {
  for (const [name, value] of Object.entries(object)) {
    const here = path === '' ? name : `${path}.${name}`;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw invalidRequest(here.slice(0, 200), 'is not a field that this gateway knows');
    if (value !== null && value !== undefined) rule(value, here);
  }
}

export function text(value: unknown, path: string): void {
  if (typeof value !== 'string') throw invalidRequest(path, 'must be a string');
}

export function flag(value: unknown, path: string): void {
  if (typeof value !== 'boolean') throw invalidRequest(path, 'must be true or false');
}

export function number(value: unknown, path: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalidRequest(path, 'must be a number');
}

export function wholeNumber(least: number, most: number): FieldRule {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw invalidRequest(path, `must be a whole number from ${least} to ${most}`);
    }
  };
}

export function oneOf(...allowed: readonly (string | boolean)[]): FieldRule {
  return (value, path) => {
    if (!allowed.some((one) => one === value))
      throw invalidRequest(path, `must be one of ${allowed.join(', ')}`);
  };
}

export function listOf(rule: FieldRule, most: number): FieldRule {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalidRequest(path, 'must be a list');
    if (value.length > most) throw invalidRequest(path, `must have at most ${most} items`);
    value.forEach((item, index) => {
      rule(item, `${path}[${index}]`);
    });
  };
}

export function objectOf(rules: Readonly<Record<string, FieldRule>>): FieldRule {
  return (value, path) => checkFields(asObject(value, path), rules, path);
}

/** Any JSON object: what is in it changes no cost beyond its bytes. */
export function anyObject(value: unknown, path: string): void {
  asObject(value, path);
}

export function refused(why: string): FieldRule {
  return (_value, path) => {
    throw invalidRequest(path, why);
  };
}

export function asObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw invalidRequest(path, 'must be an object');
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A count that a provider reports: a whole number that may be believed. Undefined: negative, fractional, a string, or beyond 10^12. */
export function readCount(value: unknown): number | undefined {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1e12;
  return isCount ? Math.abs(value) : undefined;
}
