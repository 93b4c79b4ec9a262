import type { MessageCreateParams as BetaMessageCreateParams } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages/messages';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions/completions';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { ResponseCreateParams } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { MESSAGES_FIELDS } from './anthropic/anthropic-messages.fields.ts';
import { CHAT_FIELDS } from './openai/openai-chat.fields.ts';
import { EMBEDDINGS_FIELDS } from './openai/openai-embeddings.ts';
import { RESPONSES_FIELDS } from './openai/openai-responses.fields.ts';

/*
 * Every field that the SDKs know has been looked at. When an SDK is updated and knows a new one, these lists no longer
 * compile: decide there what the field costs, and add it to the endpoint's fields.
 */

type Names<Params> = Readonly<Record<keyof Params, true>>;

/** `betas` becomes a header. */
const messages: Names<Omit<MessageCreateParams, never> & Omit<BetaMessageCreateParams, 'betas'>> = {
  billing_policy: true,
  cache_control: true,
  compaction: true,
  container: true,
  context_management: true,
  diagnostics: true,
  fallback_credit_token: true,
  fallbacks: true,
  inference_geo: true,
  max_tokens: true,
  mcp_servers: true,
  messages: true,
  metadata: true,
  model: true,
  output_config: true,
  output_format: true,
  service_tier: true,
  speed: true,
  stop_sequences: true,
  stream: true,
  system: true,
  thinking: true,
  thread: true,
  tool_choice: true,
  tools: true,
  user_profile_id: true,
  workspace_id: true,
};

const chat: Names<ChatCompletionCreateParams> = {
  messages: true,
  model: true,
  audio: true,
  frequency_penalty: true,
  function_call: true,
  functions: true,
  logit_bias: true,
  logprobs: true,
  max_completion_tokens: true,
  max_tokens: true,
  metadata: true,
  modalities: true,
  moderation: true,
  n: true,
  parallel_tool_calls: true,
  prediction: true,
  presence_penalty: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning_effort: true,
  response_format: true,
  safety_identifier: true,
  seed: true,
  service_tier: true,
  stop: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  user: true,
  verbosity: true,
  web_search_options: true,
};

const responses: Names<ResponseCreateParams> = {
  access_programs: true,
  background: true,
  context_management: true,
  conversation: true,
  image: true,
  include: true,
  input: true,
  instructions: true,
  max_output_tokens: true,
  max_tool_calls: true,
  metadata: true,
  model: true,
  moderation: true,
  parallel_tool_calls: true,
  previous_response_id: true,
  prompt: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning: true,
  safety_identifier: true,
  service_tier: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  text: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  truncation: true,
  user: true,
};

const embeddings: Names<EmbeddingCreateParams> = {
  input: true,
  model: true,
  dimensions: true,
  encoding_format: true,
  user: true,
};

describe('known fields', () => {
  it.each([
    ['messages', messages, MESSAGES_FIELDS],
    ['chat completions', chat, CHAT_FIELDS],
    ['responses', responses, RESPONSES_FIELDS],
    ['embeddings', embeddings, EMBEDDINGS_FIELDS],
  ])('of %s are all that the SDK has', (_, names, fields) => {
    for (const name of Object.keys(names)) expect(Object.keys(fields)).toContain(name);
  });
});
