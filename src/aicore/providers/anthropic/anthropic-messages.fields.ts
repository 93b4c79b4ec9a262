import { invalidRequest } from '#kernel/error.ts';
import {
  type FieldRule,
  type FieldRules,
  list,
  object,
  only,
  opaque,
  opaqueFields,
  readWholeNumber,
  refused,
  variants,
} from '../../field-rules.ts';
import type { JsonObject } from '../../provider.ts';
import type { AnthropicTally } from './anthropic.tally.ts';
import { cacheControl, contentBlocks, textBlock } from './anthropic-content.fields.ts';

/*
 * Fields of `POST /v1/messages`, from the types of @anthropic-ai/sdk 1.12.0 (stable and beta parameters) and
 * https://platform.claude.com/docs/en/api/messages.
 */

/** Searches and fetches of a tool that does not say how many; the gateway then sends it as `max_uses`. */
export const DEFAULT_HOSTED_CALLS = 5;
const MAX_HOSTED_CALLS = 20;
/** Definitions that Anthropic adds for its own client tools; the longest is computer use, 735 + 499 tokens. */
const CLIENT_TOOL_TOKENS = 1_500;

type Rule = FieldRule<AnthropicTally>;
type Rules = FieldRules<AnthropicTally>;

const content: Rule = list(variants('type', contentBlocks));
const message: Rule = object({ role: opaque, content });

const toolFields = {
  ...opaqueFields('type', 'name', 'description', 'input_schema', 'input_examples', 'strict'),
  ...opaqueFields('eager_input_streaming', 'defer_loading', 'allowed_callers'),
  cache_control: cacheControl,
};

const customTool: Rule = object<AnthropicTally>(toolFields);

const clientTool: Rule = object(
  {
    ...toolFields,
    ...opaqueFields(
      'max_characters',
      'display_width_px',
      'display_height_px',
      'display_number',
      'enable_zoom',
    ),
  },
  (_: JsonObject, __: string, tally: AnthropicTally) => tally.addTokens(CLIENT_TOOL_TOKENS),
);

const hostedFields = {
  ...toolFields,
  ...opaqueFields('allowed_domains', 'blocked_domains', 'user_location', 'citations', 'max_content_tokens'),
  ...opaqueFields('use_cache', 'response_inclusion', 'url_sources', 'max_uses'),
};

/** `direct`: the newer versions run code between their calls unless told not to, and nothing caps that. */
function hostedTool(what: 'search' | 'fetch', callers: 'any' | 'direct'): Rule {
  return object(hostedFields, (tool, path, tally: AnthropicTally) => {
    if (callers === 'direct' && String(tool.allowed_callers) !== 'direct') {
      throw invalidRequest(
        `${path}.allowed_callers`,
        'only ["direct"] is offered, since code execution is not',
      );
    }
    const uses = readWholeNumber(tool.max_uses, `${path}.max_uses`, { min: 1, max: MAX_HOSTED_CALLS });
    if (uses === undefined) tally.hasUncappedTools = true;
    tally.addHostedCalls(uses ?? DEFAULT_HOSTED_CALLS);
    if (what === 'search') tally.webSearches += uses ?? DEFAULT_HOSTED_CALLS;
  });
}

const CODE = refused('code execution is billed by container time');
const UNCAPPED = refused('the number of its calls cannot be capped');

const tools: Rules = {
  custom: customTool,
  bash_20241022: clientTool,
  bash_20250124: clientTool,
  text_editor_20241022: clientTool,
  text_editor_20250124: clientTool,
  text_editor_20250429: clientTool,
  text_editor_20250728: clientTool,
  computer_20241022: clientTool,
  computer_20250124: clientTool,
  computer_20251124: clientTool,
  memory_20250818: clientTool,
  web_search_20250305: hostedTool('search', 'any'),
  web_search_20260209: hostedTool('search', 'direct'),
  web_search_20260318: hostedTool('search', 'direct'),
  web_fetch_20250910: hostedTool('fetch', 'any'),
  web_fetch_20260209: hostedTool('fetch', 'direct'),
  web_fetch_20260309: hostedTool('fetch', 'direct'),
  web_fetch_20260318: hostedTool('fetch', 'direct'),
  code_execution_20250522: CODE,
  code_execution_20250825: CODE,
  code_execution_20260120: CODE,
  code_execution_20260521: CODE,
  tool_search_tool_bm25: UNCAPPED,
  tool_search_tool_bm25_20251119: UNCAPPED,
  tool_search_tool_regex: UNCAPPED,
  tool_search_tool_regex_20251119: UNCAPPED,
};

const thinking: Rule = variants('type', {
  enabled: object(opaqueFields('type', 'display', 'budget_tokens'), (value, path, tally: AnthropicTally) => {
    tally.thinkingBudget = readWholeNumber(value.budget_tokens, `${path}.budget_tokens`, { min: 1 });
    if (tally.thinkingBudget === undefined) throw invalidRequest(`${path}.budget_tokens`, 'is missing');
  }),
  disabled: object<AnthropicTally>(opaqueFields('type', 'display')),
  adaptive: object<AnthropicTally>(opaqueFields('type', 'display')),
  between_tools: object<AnthropicTally>(opaqueFields('type')),
});

/** Clearing old turns makes the input smaller; a compaction is a second call of the model. */
const contextManagement: Rule = object({
  edits: list(
    variants<AnthropicTally>('type', {
      clear_tool_uses_20250919: opaque,
      clear_thinking_20251015: opaque,
      compact_20260112: refused('a compaction is a further call of unknown size'),
    }),
  ),
});

export const MESSAGES_FIELDS: Rules = {
  ...opaqueFields(
    'model',
    'max_tokens',
    'stream',
    'metadata',
    'stop_sequences',
    'temperature',
    'top_k',
    'top_p',
  ),
  ...opaqueFields('tool_choice', 'output_config', 'output_format', 'service_tier'),
  messages: list(variants('role', { user: message, assistant: message, system: message })),
  system: list(variants('type', { text: textBlock })),
  cache_control: cacheControl,
  thinking,
  tools: list(variants('type', tools, 'custom')),
  speed: only(['standard', 'fast'], 'there is no price for this speed'),
  inference_geo: only(['global'], 'other regions cost more than the list price'),
  context_management: contextManagement,
  compaction: refused('a compaction is a further call of unknown size'),
  container: refused('code execution is billed by container time'),
  mcp_servers: refused("servers of others are not called with the operator's account"),
  fallbacks: refused('another model could answer at another price'),
  fallback_credit_token: refused("credits belong to the operator's account"),
  billing_policy: refused("it belongs to the operator's account"),
  user_profile_id: refused("it belongs to the operator's account"),
  workspace_id: refused("it belongs to the operator's account"),
  thread: refused('stored turns are billed again'),
  diagnostics: refused("it refers to other calls of the operator's account"),
};
