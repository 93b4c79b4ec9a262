import { amountInField, amountOf } from '#web/lib/amount/amount-text.ts';
import type { Automation, Trigger } from './automation-types.ts';

/** An automation as it is being written; amounts and numbers as they were typed. */
export interface Draft {
  readonly name: string;
  readonly prompt: string;
  readonly systemPrompt: string;
  readonly variables: Automation['variables'];
  readonly trigger: Trigger;
  readonly models: Automation['models'];
  readonly webSearch: Automation['webSearch'];
  readonly maxOutputTokens: string;
  readonly runLimit: string;
  readonly monthLimit: string;
  readonly atLimit: Automation['atLimit'];
}

export const EMPTY_DRAFT: Draft = {
  ...{ name: '', prompt: '', systemPrompt: '', variables: [], models: [] },
  trigger: { kind: 'manual' },
  webSearch: 'none',
  ...{ maxOutputTokens: '', runLimit: '', monthLimit: '' },
  atLimit: 'stop',
};

export function draftOf(automation: Automation): Draft {
  const { name, prompt, systemPrompt, variables, trigger, models, webSearch, atLimit } = automation;
  return {
    ...{ name, prompt, systemPrompt, variables, trigger, models, webSearch, atLimit },
    maxOutputTokens: automation.maxOutputTokens === null ? '' : String(automation.maxOutputTokens),
    runLimit: amountInField(automation.runLimitChf ?? undefined),
    monthLimit: amountInField(automation.monthLimitChf ?? undefined),
  };
}

/** As the API takes it. What cannot be read is sent as it was typed: the answer names the field. */
export function bodyOf(draft: Draft) {
  const { name, prompt, systemPrompt, variables, trigger, models, webSearch, atLimit } = draft;
  return {
    ...{ name: name.trim(), prompt, systemPrompt, trigger, models, webSearch, atLimit },
    variables: variables.map((variable) => ({ ...variable, label: variable.label.trim() || variable.name })),
    maxOutputTokens: draft.maxOutputTokens.trim() === '' ? null : Number(draft.maxOutputTokens),
    runLimitChf: limitOf(draft.runLimit),
    monthLimitChf: limitOf(draft.monthLimit),
  };
}

function limitOf(typed: string): string | null {
  return typed.trim() === '' ? null : (amountOf(typed) ?? typed);
}

/** The fields in which two drafts differ. */
export function changedFields(before: Draft, after: Draft): readonly (keyof Draft)[] {
  const fields = Object.keys(after) as (keyof Draft)[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
