/** What stands below `/v1`, as the documentation lists a provider's endpoints. */
export const EVERY_PROVIDER = {
  name: 'v1',
  title: 'every provider',
  mountPath: '/v1',
  endpoints: [
    {
      kind: 'metered',
      method: 'POST',
      path: '/chat/completions',
      example: { model: 'anthropic/claude-sonnet-5', messages: [{ role: 'user', content: 'Good morning' }] },
    },
    { kind: 'free', method: 'GET', path: '/models' },
  ],
} as const;
