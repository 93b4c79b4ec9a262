import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { invalidRequest } from '#kernel/error.ts';
import { CHATTING_PROVIDERS } from '../processor/language-models.ts';
import type { AutomationDefinition } from './automation.ts';
import { variablesIn } from './fill-prompt.contract.ts';
import { problemOf } from './run-input.ts';
import { nextTimes } from './schedule-times.ts';

/** Throws `invalid_request` with the field's path for what cannot work. Whether its owner may use the models is asked at each run. */
export function checkDefinition(
  catalogue: Pick<ModelCatalogue, 'models'>,
  definition: AutomationDefinition,
): void {
  checkVariables(definition);
  checkModels(catalogue, definition);
  const { trigger, variables } = definition;
  if (trigger.kind !== 'schedule') return;
  try {
    nextTimes(trigger, new Date(), 1);
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('timeZone')
      ? invalidRequest('body.trigger.timeZone', 'is no time zone, such as Europe/Zurich')
      : invalidRequest('body.trigger.cron', 'is no schedule of five fields, such as 0 7 * * 1-5');
  }
  const open = variables.findIndex(({ isRequired, default: value }) => isRequired && !value);
  if (open >= 0)
    throw invalidRequest(
      `body.variables[${open}].default`,
      'is needed: nobody fills it in when a schedule runs it',
    );
}

function checkVariables({ prompt, variables }: AutomationDefinition): void {
  const used = variablesIn(prompt);
  variables.forEach((variable, index) => {
    const { name, kind, choices, default: value } = variable;
    const at = `body.variables[${index}]`;
    if (variables.findIndex((other) => other.name === name) !== index)
      throw invalidRequest(`${at}.name`, 'is there twice');
    if (!used.includes(name)) throw invalidRequest(`${at}.name`, `the prompt has no {{${name}}}`);
    if (kind === 'choice' && choices.length === 0)
      throw invalidRequest(`${at}.choices`, 'has nothing to choose');
    const problem = value ? problemOf(variable, value) : undefined;
    if (problem !== undefined) throw invalidRequest(`${at}.default`, problem);
  });
  const undeclared = used.find((name) => !variables.some((variable) => variable.name === name));
  if (undeclared !== undefined)
    throw invalidRequest('body.prompt', `{{${undeclared}}} is none of the variables`);
}

function checkModels(catalogue: Pick<ModelCatalogue, 'models'>, { models }: AutomationDefinition): void {
  models.forEach(({ provider, model }, index) => {
    const known = catalogue.models.find((one) => one.provider === provider && one.name === model);
    if (known?.kind !== 'chat' || !CHATTING_PROVIDERS.includes(provider))
      throw invalidRequest(`body.models[${index}]`, 'is no model that chats');
    if (models.findIndex((other) => other.provider === provider && other.model === model) !== index)
      throw invalidRequest(`body.models[${index}]`, 'is there twice');
  });
}
