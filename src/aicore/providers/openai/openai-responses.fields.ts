import {
  type FieldRule,
  type FieldRules,
  isJsonObject,
  list,
  object,
  only,
  opaque,
  opaqueFields,
  read,
  refused,
  requireShortText,
  variants,
} from '../../field-rules.ts';
import type { JsonObject } from '../../provider.ts';
import {
  encrypted,
  fileFields,
  moderation,
  type OpenAiTally,
  promptCacheBreakpoint,
  promptCacheFields,
  providerId,
  serviceTier,
} from './openai.tally.ts';

/*
 * Fields of `POST /responses`, from the types of openai 7.57.0 and
 * https://platform.openai.com/docs/api-reference/responses/create.
 */

type Rule = FieldRule<OpenAiTally>;
type Rules = FieldRules<OpenAiTally>;

const plain = (...names: readonly string[]): Rule => object<OpenAiTally>(opaqueFields(...names));

const contentParts: Rules = {
  input_text: object({ ...opaqueFields('type', 'text'), prompt_cache_breakpoint: promptCacheBreakpoint }),
  output_text: plain('type', 'text', 'annotations', 'logprobs'),
  reasoning_text: plain('type', 'text'),
  summary_text: plain('type', 'text'),
  refusal: plain('type', 'refusal'),
  input_image: object(
    {
      ...opaqueFields('type', 'image_url', 'detail'),
      file_id: read((value, path, tally: OpenAiTally) => tally.addProviderId(requireShortText(value, path))),
      prompt_cache_breakpoint: promptCacheBreakpoint,
    },
    (image, path, tally: OpenAiTally) => {
      if (image.image_url) tally.leaveOutDataUrl(image.image_url, `${path}.image_url`);
      tally.addImage(image.detail);
    },
  ),
  input_file: object(
    { type: opaque, prompt_cache_breakpoint: promptCacheBreakpoint, ...fileFields.fields },
    fileFields.read,
  ),
  input_audio: refused('audio is not metered here'),
};

const content: Rule = list(variants('type', contentParts));

const call = ['type', 'id', 'call_id', 'name', 'namespace', 'status', 'caller'] as const;

const inputItems: Rules = {
  message: object({ ...opaqueFields('type', 'id', 'role', 'status', 'phase'), content }),
  function_call: plain(...call, 'arguments'),
  function_call_output: object({ ...opaqueFields(...call), output: content }),
  custom_tool_call: plain(...call, 'input'),
  custom_tool_call_output: object({ ...opaqueFields(...call), output: content }),
  local_shell_call: plain(...call, 'action'),
  local_shell_call_output: plain(...call, 'output'),
  apply_patch_call: plain(...call, 'operation'),
  apply_patch_call_output: plain(...call, 'output'),
  reasoning: object(
    { ...opaqueFields('type', 'id', 'summary', 'content', 'status'), encrypted_content: encrypted },
    // Without its content OpenAI reads what it has stored under the id.
    (item, path, tally: OpenAiTally) => {
      if (!item.encrypted_content) addStoredItem(item, path, tally);
    },
  ),
  // The pages that an earlier search found are read again, and they are not in the body.
  web_search_call: object(opaqueFields('type', 'id', 'status', 'action'), addStoredItem),
  item_reference: object({ type: opaque, id: providerId }),
};

function addStoredItem({ id }: JsonObject, path: string, tally: OpenAiTally): void {
  if (id !== undefined && id !== null) tally.addProviderId(requireShortText(id, `${path}.id`));
  tally.fillWindow();
}

const functionTool = plain(
  ...['type', 'name', 'description', 'parameters', 'strict', 'output_schema'],
  ...['allowed_callers', 'defer_loading', 'async'],
);
const customTool = plain(
  'type',
  'name',
  'description',
  'format',
  'allowed_callers',
  'defer_loading',
  'async',
);

const webSearch: Rule = object(
  opaqueFields('type', 'external_web_access', 'filters', 'search_context_size', 'user_location'),
  (_, __, tally: OpenAiTally) => {
    tally.hasHostedTool = true;
  },
);
const CONTAINER = refused('containers are billed by time');
const PREVIEW = refused('its price depends on the model; use web_search');

const tools: Rules = {
  function: functionTool,
  custom: customTool,
  namespace: object({
    ...opaqueFields('type', 'name', 'description'),
    tools: list(variants('type', { function: functionTool, custom: customTool })),
  }),
  local_shell: plain('type'),
  apply_patch: plain('type', 'allowed_callers'),
  web_search: webSearch,
  web_search_2025_08_26: webSearch,
  web_search_preview: PREVIEW,
  web_search_preview_2025_03_11: PREVIEW,
  code_interpreter: CONTAINER,
  shell: CONTAINER,
  programmatic_tool_calling: CONTAINER,
  file_search: refused("vector stores belong to the operator's account"),
  image_generation: refused('pictures are not metered here'),
  mcp: refused("servers of others are not called with the operator's account"),
  computer: refused('its hidden prompt has no known size'),
  computer_use_preview: refused('its hidden prompt has no known size'),
  tool_search: refused('the number of its calls cannot be capped'),
};

const conversation: Rule = read((value, path, tally: OpenAiTally) => {
  const id = isJsonObject(value) ? value.id : value;
  tally.addProviderId(requireShortText(id, isJsonObject(value) ? `${path}.id` : path));
  tally.fillWindow();
});

export const RESPONSES_FIELDS: Rules = {
  ...opaqueFields('model', 'stream', 'include', 'instructions', 'max_output_tokens', 'max_tool_calls'),
  ...opaqueFields('metadata', 'parallel_tool_calls', 'safety_identifier', 'store', 'temperature', 'text'),
  ...opaqueFields('tool_choice', 'top_logprobs', 'top_p', 'truncation', 'user'),
  ...promptCacheFields,
  input: list(variants('type', inputItems, 'message')),
  tools: list(variants('type', tools)),
  previous_response_id: providerId,
  conversation,
  reasoning: object({
    ...opaqueFields('effort', 'summary', 'generate_summary', 'context'),
    mode: only(['standard'], 'there is no price for this mode'),
  }),
  image: plain('context_compression'),
  stream_options: plain('include_obfuscation'),
  service_tier: serviceTier,
  background: only([false], 'a call in the background cannot be metered while it runs'),
  prompt: refused("stored prompts belong to the operator's account"),
  context_management: refused('a compaction is a further call of unknown size'),
  access_programs: refused("it belongs to the operator's account"),
  moderation,
};
