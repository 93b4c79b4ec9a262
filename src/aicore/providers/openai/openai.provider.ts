import { isJsonObject } from '../../field-rules.ts';
import { type AnswerReader, type Provider, reportOf } from '../../provider.ts';
import { parseJson } from '../../streamed-text.ts';
import { openAiErrorBody, openAiErrorEvent } from './openai.error.ts';
import { ChatAnswerReader } from './openai-chat.answer.ts';
import { readChatRequest } from './openai-chat.request.ts';
import { EmbeddingsAnswerReader, readEmbeddingsRequest } from './openai-embeddings.ts';
import { ResponsesAnswerReader } from './openai-responses.answer.ts';
import { readResponsesRequest } from './openai-responses.request.ts';

/** Chat completions, responses and embeddings (https://platform.openai.com/docs/api-reference). */
export const openai: Provider = {
  name: 'openai',
  title: 'OpenAI',
  connectorType: 'openai.v1',
  defaultBaseUrl: 'https://api.openai.com/v1',
  mountPath: '/openai/v1',
  endpoints: [
    {
      kind: 'metered',
      method: 'POST',
      path: '/chat/completions',
      example: { model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'What is a Rappen?' }] },
      readRequest: readChatRequest,
      // The request is the one that `readRequest` gave, or one made of it.
      readAnswer: (request) => new ChatAnswerReader('wantsUsage' in request && request.wantsUsage === true),
    },
    {
      kind: 'metered',
      method: 'POST',
      path: '/responses',
      example: { model: 'gpt-5.4-mini', input: 'What is a Rappen?' },
      readRequest: readResponsesRequest,
      readAnswer: () => new ResponsesAnswerReader(),
    },
    {
      kind: 'metered',
      method: 'POST',
      path: '/embeddings',
      example: { model: 'text-embedding-3-small', input: 'A Rappen is a hundredth of a franc.' },
      readRequest: readEmbeddingsRequest,
      readAnswer: () => new EmbeddingsAnswerReader(),
    },
    { kind: 'free', method: 'GET', path: '/models' },
    { kind: 'free', method: 'GET', path: '/models/:id' },
  ],
  authHeaders: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  requestHeaders: [],
  answerHeaders: ['openai-processing-ms', 'openai-version', 'x-should-retry'],
  requestIdHeader: 'x-request-id',
  readUsage: (answer) => reportOf(readerOf(answer), answer),
  errorBody: openAiErrorBody,
  errorEvent: openAiErrorEvent,
};

/** Which endpoint an answer is of shows in the names of its counts; embeddings have no output. */
function readerOf(answer: string): AnswerReader {
  const read = parseJson(answer);
  const usage = isJsonObject(read) && isJsonObject(read.usage) ? read.usage : {};
  if (usage.prompt_tokens === undefined) return new ResponsesAnswerReader();
  return usage.completion_tokens === undefined ? new EmbeddingsAnswerReader() : new ChatAnswerReader(true);
}
