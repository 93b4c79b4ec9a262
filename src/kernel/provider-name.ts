/** How the providers write their names; another is shown as the API calls it. */
const NAMES: Readonly<Record<string, string>> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  perplexity: 'Perplexity',
  tavily: 'Tavily',
};

export function providerName(provider: string): string {
  return NAMES[provider] ?? provider;
}
