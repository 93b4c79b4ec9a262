import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { invalidRequest } from '#kernel/error.ts';
import { DEFAULT_MAX_OUTPUT_TOKENS } from '../processor/ai-task.ts';
import { promptOf } from './completion-prompt.ts';
import type { CompletionRequest } from './completion-request.contract.ts';

/** What a provider has no word for, or the SDK would leave out: refused before anything is sent, rather than ignored. */
const NOT_OFFERED: Readonly<Record<string, readonly (keyof CompletionRequest)[]>> = {
  openai: [],
  anthropic: ['seed', 'presence_penalty', 'frequency_penalty'],
  perplexity: [
    'seed',
    'stop',
    'presence_penalty',
    'frequency_penalty',
    'parallel_tool_calls',
    'reasoning_effort',
  ],
};

const DEFAULTS: Readonly<Record<string, unknown>> = {
  presence_penalty: 0,
  frequency_penalty: 0,
  parallel_tool_calls: true,
};

/** The call as the AI SDK takes it. Throws `invalid_request` with the field's path for what this provider does not offer. */
export function callOptions(provider: string, asked: CompletionRequest): LanguageModelV4CallOptions {
  const request = withoutDefaults(asked);
  for (const field of NOT_OFFERED[provider] ?? []) {
    if (request[field] !== undefined && request[field] !== null)
      throw invalidRequest(field, `is not offered by ${provider}`);
  }
  const limit = request.max_completion_tokens ?? request.max_tokens;
  return {
    prompt: promptOf(request.messages),
    ...(limit ? { maxOutputTokens: limit } : defaultLimit(provider)),
    ...given('temperature', request.temperature),
    ...given('topP', request.top_p),
    ...given('stopSequences', typeof request.stop === 'string' ? [request.stop] : request.stop),
    ...given('seed', request.seed),
    ...given('presencePenalty', request.presence_penalty),
    ...given('frequencyPenalty', request.frequency_penalty),
    ...given('reasoning', request.reasoning_effort),
    ...toolOptions(request),
    ...formatOptions(provider, request.response_format),
    providerOptions: providerOptions(request),
  };
}

/** Without what says no more than leaving it out: many programs write it into every request. */
function withoutDefaults(request: CompletionRequest): CompletionRequest {
  const { stop, ...fields } = request;
  const said = Object.entries(fields).filter(([name, value]) => value !== DEFAULTS[name]);
  return { ...(Object.fromEntries(said) as typeof fields), ...(stop?.length ? { stop } : {}) };
}

/** Anthropic takes no request without a limit; where others say none, theirs is the model's. */
function defaultLimit(provider: string): Pick<LanguageModelV4CallOptions, 'maxOutputTokens'> {
  return provider === 'anthropic' ? { maxOutputTokens: DEFAULT_MAX_OUTPUT_TOKENS } : {};
}

function given<Name extends keyof LanguageModelV4CallOptions>(
  name: Name,
  value: LanguageModelV4CallOptions[Name] | null | undefined,
): Pick<LanguageModelV4CallOptions, Name> | undefined {
  return value === undefined || value === null
    ? undefined
    : ({ [name]: value } as Pick<LanguageModelV4CallOptions, Name>);
}

function toolOptions({ tools, tool_choice: choice }: CompletionRequest) {
  if (!tools || tools.length === 0) {
    if (choice !== undefined && choice !== 'none' && choice !== 'auto')
      throw invalidRequest('tool_choice', 'there are no tools to choose from');
    return {};
  }
  return {
    tools: tools.map(({ function: { name, description, parameters, strict } }) => ({
      type: 'function' as const,
      name,
      ...given2('description', description),
      inputSchema: parameters ?? { type: 'object', properties: {} },
      ...given2('strict', strict ?? undefined),
    })),
    ...(choice === undefined ? {} : { toolChoice: toolChoiceOf(choice, tools) }),
  };
}

function given2<Name extends string, Value>(name: Name, value: Value | undefined) {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

function toolChoiceOf(
  choice: NonNullable<CompletionRequest['tool_choice']>,
  tools: NonNullable<CompletionRequest['tools']>,
) {
  if (typeof choice === 'string') return { type: choice };
  const toolName = choice.function.name;
  if (!tools.some((tool) => tool.function.name === toolName))
    throw invalidRequest('tool_choice.function.name', 'is none of the tools');
  return { type: 'tool' as const, toolName };
}

function formatOptions(
  provider: string,
  format: CompletionRequest['response_format'],
): Pick<LanguageModelV4CallOptions, 'responseFormat'> {
  if (!format || format.type === 'text') return {};
  if (format.type === 'json_object') {
    if (provider !== 'openai')
      throw invalidRequest(
        'response_format.type',
        `json_object is not offered by ${provider}: take json_schema`,
      );
    return { responseFormat: { type: 'json' } };
  }
  const { name, description, schema } = format.json_schema;
  return { responseFormat: { type: 'json', schema, name, ...given2('description', description) } };
}

function providerOptions(request: CompletionRequest) {
  const format = request.response_format;
  const isStrict = format?.type === 'json_schema' ? (format.json_schema.strict ?? false) : undefined;
  return {
    openai: {
      store: false,
      ...given2('parallelToolCalls', request.parallel_tool_calls),
      ...given2('strictJsonSchema', isStrict),
    },
    anthropic: given2('disableParallelToolUse', request.parallel_tool_calls === false ? true : undefined),
  };
}
