import { fillPrompt, variablesIn } from '#workflows/automations/fill-prompt.contract.ts';
import type { Trigger, Variable } from './automation-types.ts';

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

/** As a run would send it, by the rules of the server itself. What is needed and has no value yet keeps its place. */
export function promptToSee(
  { prompt, variables, trigger }: PromptToFill,
  values: Readonly<Record<string, string>>,
): string {
  const filled = variables
    .map(({ name, isRequired }) => ({ name, isRequired, value: values[name] ?? '' }))
    .filter(({ value, isRequired }) => value !== '' || !isRequired)
    .map(({ name, value }) => [name, value]);
  return fillPrompt(prompt, Object.fromEntries(filled), trigger.kind === 'webhook');
}

interface PromptToFill {
  readonly prompt: string;
  readonly variables: readonly Variable[];
  readonly trigger: Pick<Trigger, 'kind'>;
}
