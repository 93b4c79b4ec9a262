import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { invalidRequest } from '#kernel/error.ts';
import type { CompletionMessage } from './completion-request.contract.ts';

type UserContent = Extract<LanguageModelV4Message, { role: 'user' }>['content'];
type AssistantContent = Extract<LanguageModelV4Message, { role: 'assistant' }>['content'];

/** The messages as the AI SDK takes them. Throws `invalid_request` with the path of a tool's result that nobody asked for. */
export function promptOf(messages: readonly CompletionMessage[]): LanguageModelV4Prompt {
  const toolNames = new Map<string, string>();
  return messages.map((message, index) => {
    if (message.role === 'assistant')
      for (const call of message.tool_calls ?? []) toolNames.set(call.id, call.function.name);
    return { ...messageOf(message, index, toolNames), ...speakerOf(message) };
  });
}

function speakerOf({ role, name }: CompletionMessage) {
  return role === 'tool' || name === undefined ? {} : { providerOptions: { openai: { name } } };
}

function messageOf(
  message: CompletionMessage,
  index: number,
  toolNames: ReadonlyMap<string, string>,
): LanguageModelV4Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: textOf(message.content) };
    case 'user':
      return { role: 'user', content: userContent(message.content) };
    case 'assistant':
      return { role: 'assistant', content: assistantContent(message, index) };
    case 'tool':
      return { role: 'tool', content: [toolResult(message, toolNames, index)] };
  }
}

type Texts = string | readonly { readonly text: string }[];

function textOf(content: Texts): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n');
}

function userContent(content: Extract<CompletionMessage, { role: 'user' }>['content']): UserContent {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((part) => {
    if (part.type === 'text') return { type: 'text', text: part.text };
    if (part.type === 'file') {
      const { filename, file_data: file } = part.file;
      return { ...filePart(file), ...(filename === undefined ? {} : { filename }) };
    }
    const { url, detail } = part.image_url;
    return {
      ...filePart(url),
      ...(detail === undefined ? {} : { providerOptions: { openai: { imageDetail: detail } } }),
    };
  });
}

function filePart({ mediaType, data }: { readonly mediaType: string; readonly data: string }) {
  return { type: 'file' as const, mediaType, data: { type: 'data' as const, data } };
}

function assistantContent(
  message: Extract<CompletionMessage, { role: 'assistant' }>,
  index: number,
): AssistantContent {
  const text = message.content ? textOf(message.content) : (message.refusal ?? '');
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...(message.tool_calls ?? []).map((call, at) => ({
      type: 'tool-call' as const,
      toolCallId: call.id,
      toolName: call.function.name,
      input: objectIn(call.function.arguments, `messages[${index}].tool_calls[${at}].function.arguments`),
    })),
  ];
}

function toolResult(
  message: Extract<CompletionMessage, { role: 'tool' }>,
  toolNames: ReadonlyMap<string, string>,
  index: number,
) {
  const { tool_call_id: toolCallId, content } = message;
  const toolName = toolNames.get(toolCallId);
  if (toolName === undefined)
    throw invalidRequest(`messages[${index}].tool_call_id`, 'is no call of a message before it');
  const output = { type: 'text' as const, value: textOf(content) };
  return { type: 'tool-result' as const, toolCallId, toolName, output };
}

/** Of anything else the SDK would make an empty object, or one of its own. */
function objectIn(text: string, path: string): unknown {
  const value = text.trim() === '' ? {} : jsonIn(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalidRequest(path, 'is not a JSON object');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
