import type { Variable } from './automation-types.ts';

const PLACE = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}/g;

/** The names that a prompt has places for, each once, in their order. */
export function variablesIn(prompt: string): readonly string[] {
  return [...new Set([...prompt.matchAll(PLACE)].map(([, name = '']) => name))];
}

/** The variables of a prompt: those that were described before stay as they are, new ones are lines, others go. */
export function variablesFor(prompt: string, before: readonly Variable[]): Variable[] {
  return variablesIn(prompt).map(
    (name) =>
      before.find((variable) => variable.name === name) ?? {
        ...{ name, label: name.replaceAll('_', ' '), kind: 'line' },
        ...{ isRequired: true, default: null, choices: [] },
      },
  );
}

/** The prompt with these values in their places; what has none keeps its place. */
export function filledPrompt(prompt: string, values: Readonly<Record<string, string>>): string {
  return prompt.replaceAll(PLACE, (place, name: string) => values[name] || place);
}
