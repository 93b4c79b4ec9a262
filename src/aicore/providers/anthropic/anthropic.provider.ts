import { type Provider, reportOf } from '../../provider.ts';
import { AnthropicAnswerReader } from './anthropic.answer.ts';
import { anthropicErrorBody, anthropicErrorEvent } from './anthropic.error.ts';
import { readMessagesRequest } from './anthropic.request.ts';
import { fileIdsIn } from './anthropic-file-ids.ts';

const QUESTION = { role: 'user', content: 'What is a Rappen?' };

/** The Messages API (https://platform.claude.com/docs/en/api/messages). */
export const anthropic: Provider = {
  name: 'anthropic',
  title: 'Anthropic',
  connectorType: 'anthropic.messages',
  defaultBaseUrl: 'https://api.anthropic.com',
  mountPath: '/anthropic',
  endpoints: [
    {
      kind: 'metered',
      method: 'POST',
      path: '/v1/messages',
      example: { model: 'claude-haiku-5-5', max_tokens: 200, messages: [QUESTION] },
      readRequest: readMessagesRequest,
      readAnswer: () => new AnthropicAnswerReader(),
    },
    {
      kind: 'free',
      method: 'POST',
      path: '/v1/messages/count_tokens',
      example: { model: 'claude-haiku-5-5', messages: [QUESTION] },
      readProviderIds: fileIdsIn,
    },
    { kind: 'free', method: 'GET', path: '/v1/models' },
    { kind: 'free', method: 'GET', path: '/v1/models/:id' },
  ],
  authHeaders: (apiKey) => ({ 'x-api-key': apiKey }),
  // https://platform.claude.com/docs/en/api/versioning; the official SDK sends 2026-10-21 since its version 1.0.
  apiVersion: { header: 'anthropic-version', known: ['2023-06-01', '2026-10-21'], default: '2023-06-01' },
  requestHeaders: ['anthropic-beta'],
  answerHeaders: ['x-should-retry'],
  requestIdHeader: 'request-id',
  readUsage: (answer) => reportOf(new AnthropicAnswerReader(), answer),
  errorBody: anthropicErrorBody,
  errorEvent: anthropicErrorEvent,
};
