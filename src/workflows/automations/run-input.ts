import { invalidRequest } from '#kernel/error.ts';
import type { Variable } from './automation.contract.ts';

/**
 * The values of the variables: what was given, else their defaults. Throws `invalid_request` for one that is missing, unknown, or not of
 * its kind; `at` is where they were given (`body.input`).
 */
export function readInput(
  variables: readonly Variable[],
  given: Readonly<Record<string, string>>,
  at: string,
): Readonly<Record<string, string>> {
  const unknown = Object.keys(given).find((name) => !variables.some((variable) => variable.name === name));
  if (unknown !== undefined)
    throw invalidRequest(`${at}.${unknown.slice(0, 60)}`, 'is no variable of this prompt');
  return Object.fromEntries(
    variables.map((variable) => {
      const { name } = variable;
      return [name, inputOf(variable, Object.hasOwn(given, name) ? given[name] : undefined, at)];
    }),
  );
}

function inputOf(variable: Variable, given: string | undefined, at: string): string {
  const { name, isRequired } = variable;
  const value = given ?? variable.default ?? '';
  if (value.trim() === '') {
    if (isRequired) throw invalidRequest(`${at}.${name}`, 'is needed');
    return '';
  }
  const problem = problemOf(variable, value);
  if (problem !== undefined) throw invalidRequest(`${at}.${name}`, problem);
  return value;
}

/** Why a value is none of the variable's kind; undefined: it is one. */
export function problemOf(
  { kind, choices }: Pick<Variable, 'kind' | 'choices'>,
  value: string,
): string | undefined {
  if (kind === 'number' && !/^-?\d{1,15}([.,]\d{1,15})?$/.test(value.trim())) return 'must be a number';
  if (kind === 'choice' && !choices.includes(value)) return 'is none of the choices';
  if (kind === 'line' && /[\r\n]/.test(value)) return 'must be one line';
  return undefined;
}
