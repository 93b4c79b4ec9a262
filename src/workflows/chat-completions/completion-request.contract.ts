import { z } from 'zod';

/**
 * OpenAI's chat format as far as every provider understands it. A field that is not here is refused: it could change what is
 * answered or what it costs. Source: https://platform.openai.com/docs/api-reference/chat/create
 */

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });

const DATA_URL = /^data:([a-z]+\/[a-z0-9.+-]+);base64,([A-Za-z0-9+/=]+)$/;

const dataUrl = z
  .string()
  .regex(DATA_URL, 'must be a data URL (data:image/png;base64,...): this server fetches no address')
  .transform((text) => {
    const [, mediaType = '', data = ''] = DATA_URL.exec(text) ?? [];
    return { mediaType, data };
  });

const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: dataUrl, detail: z.enum(['auto', 'low', 'high']).optional() }),
});

const filePart = z.strictObject({
  type: z.literal('file'),
  file: z.strictObject({ filename: z.string().max(500).optional(), file_data: dataUrl }),
});

const texts = z.union([z.string(), z.array(textPart).min(1)]);

const toolCall = z.strictObject({
  id: z.string().min(1).max(200),
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().min(1).max(128),
    arguments: z.string(),
    parsed_arguments: z.unknown().optional().meta({ description: 'As the SDK has read them; not passed on' }),
  }),
});

const name = z.string().max(128).optional().meta({ description: 'Passed on to OpenAI alone' });

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: texts, name }),
  z.strictObject({ role: z.literal('developer'), content: texts, name }),
  z.strictObject({
    role: z.literal('user'),
    content: z.union([
      z.string(),
      z.array(z.discriminatedUnion('type', [textPart, imagePart, filePart])).min(1),
    ]),
    name,
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: texts.nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCall).max(128).nullish(),
    // What the SDK hands back of an answer, unchanged.
    annotations: z.array(z.unknown()).max(1_000).nullish(),
    parsed: z.unknown().optional(),
    audio: z.null().optional(),
    function_call: z.null().optional(),
    name,
  }),
  z.strictObject({
    role: z.literal('tool'),
    tool_call_id: z.string().min(1).max(200),
    content: texts,
    name: z
      .string()
      .max(128)
      .optional()
      .meta({ description: 'Of the tool, as LangChain sends it; not passed on' }),
  }),
]);

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  }),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: z.string().min(1).max(64) }),
  }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const tokens = z.int().min(1).max(10_000_000).nullish();

export const completionRequest = z
  .strictObject({
    model: z
      .string()
      .max(300)
      .regex(/^[a-z]+\/.+$/, 'must be provider/model, such as anthropic/claude-sonnet-5'),
    messages: z.array(message).min(1).max(10_000),
    stream: z.boolean().nullish(),
    stream_options: z
      .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() })
      .nullish(),
    max_tokens: tokens,
    max_completion_tokens: tokens,
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
    seed: z.int().nullish(),
    presence_penalty: z.number().min(-2).max(2).nullish(),
    frequency_penalty: z.number().min(-2).max(2).nullish(),
    tools: z.array(tool).max(128).optional(),
    tool_choice: toolChoice.optional(),
    parallel_tool_calls: z.boolean().optional(),
    response_format: responseFormat.optional(),
    reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
    n: z.literal(1, 'only one answer: several would be several calls').nullish(),
    logprobs: z.literal(false).nullish(),
    store: z.literal(false, 'nothing is kept at the provider').nullish(),
    service_tier: z.enum(['auto', 'default']).nullish(),
    user: z.string().max(500).optional().meta({ description: 'Not passed on' }),
    safety_identifier: z.string().max(500).optional().meta({ description: 'Not passed on' }),
    metadata: z.record(z.string(), z.string()).nullish().meta({ description: 'Not passed on' }),
  })
  .refine(({ stream, stream_options: options }) => stream === true || !options, {
    path: ['stream_options'],
    message: 'is only for streams',
  });

export type CompletionRequest = z.output<typeof completionRequest>;
export type CompletionMessage = CompletionRequest['messages'][number];
