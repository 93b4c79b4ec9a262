import { invalidRequest } from '#kernel/error.ts';
import type { Variable } from './automation.contract.ts';

/** `{{name}}`, with spaces inside if somebody likes them. */
const PLACE = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}/g;
/** A value of more characters, or of several lines, stands in a block of its own. */
const MOST_INLINE_CHARACTERS = 200;

/** The names of the variables that a prompt has places for, each once, in their order. */
export function variablesIn(prompt: string): readonly string[] {
  return [...new Set([...prompt.matchAll(PLACE)].map(([, name = '']) => name))];
}

/**
 * The prompt with the values in their places. Each place is filled once: what a value contains is text and nothing else. A value that is
 * long, or `isForeign` (it came from outside, by a webhook), stands in a block whose end it cannot write, so that a model can
 * tell it from what its owner has written.
 */
export function fillPrompt(
  prompt: string,
  values: Readonly<Record<string, string>>,
  isForeign: boolean,
): string {
  return prompt.replaceAll(PLACE, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return place;
    const isPlain = !isForeign && value.length <= MOST_INLINE_CHARACTERS && !value.includes('\n');
    return isPlain ? value : blockOf(name, value);
  });
}

function blockOf(name: string, value: string): string {
  return `<value name="${name}">\n${value.replaceAll(/<(?=\/?\s*value\b)/gi, '&lt;')}\n</value>`;
}

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
