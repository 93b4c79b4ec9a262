import {
  type FieldRule,
  type FieldRules,
  list,
  object,
  only,
  opaque,
  opaqueFields,
  refused,
  variants,
} from '../../field-rules.ts';
import {
  fileFields,
  moderation,
  type OpenAiTally,
  promptCacheBreakpoint,
  promptCacheFields,
  serviceTier,
} from './openai.tally.ts';

/*
 * Fields of `POST /chat/completions`, from the types of openai 7.57.0 and
 * https://platform.openai.com/docs/api-reference/chat/create.
 */

type Rule = FieldRule<OpenAiTally>;

const AUDIO = refused('audio is not metered here');

const contentParts: FieldRules<OpenAiTally> = {
  text: object({ ...opaqueFields('type', 'text'), prompt_cache_breakpoint: promptCacheBreakpoint }),
  refusal: object<OpenAiTally>(opaqueFields('type', 'refusal')),
  image_url: object({
    type: opaque,
    prompt_cache_breakpoint: promptCacheBreakpoint,
    image_url: object(opaqueFields('url', 'detail'), (image, path, tally: OpenAiTally) => {
      tally.leaveOutDataUrl(image.url, `${path}.url`);
      tally.addImage(image.detail);
    }),
  }),
  file: object({
    type: opaque,
    prompt_cache_breakpoint: promptCacheBreakpoint,
    file: object(fileFields.fields, fileFields.read),
  }),
  input_audio: AUDIO,
};

const message: Rule = object({
  ...opaqueFields('role', 'name', 'refusal', 'tool_calls', 'tool_call_id', 'function_call', 'annotations'),
  content: list(variants('type', contentParts)),
  audio: AUDIO,
});

const tools: FieldRules<OpenAiTally> = {
  function: object<OpenAiTally>(opaqueFields('type', 'function')),
  custom: object<OpenAiTally>(opaqueFields('type', 'custom')),
};

export const CHAT_FIELDS: FieldRules<OpenAiTally> = {
  ...opaqueFields('model', 'max_completion_tokens', 'max_tokens', 'n', 'stream', 'frequency_penalty'),
  ...opaqueFields(
    'presence_penalty',
    'logit_bias',
    'logprobs',
    'top_logprobs',
    'metadata',
    'reasoning_effort',
  ),
  ...opaqueFields(
    'response_format',
    'safety_identifier',
    'seed',
    'stop',
    'store',
    'temperature',
    'top_p',
    'user',
  ),
  ...opaqueFields('function_call', 'functions', 'parallel_tool_calls', 'tool_choice', 'verbosity'),
  ...promptCacheFields,
  messages: list(
    variants('role', {
      developer: message,
      system: message,
      user: message,
      assistant: message,
      tool: message,
      function: message,
    }),
  ),
  tools: list(variants('type', tools)),
  stream_options: object<OpenAiTally>(opaqueFields('include_usage', 'include_obfuscation')),
  service_tier: serviceTier,
  modalities: list(only(['text'], 'audio is not metered here')),
  audio: AUDIO,
  prediction: refused('rejected predictions are billed as output that no limit bounds'),
  web_search_options: refused("its searches are not in the answer's usage; use the Responses API"),
  moderation,
};
