import type { Provider } from '../provider.ts';
import { anthropic } from './anthropic/anthropic.provider.ts';
import { openai } from './openai/openai.provider.ts';
import { perplexity } from './perplexity/perplexity.provider.ts';
import { tavily } from './tavily/tavily.provider.ts';

/** Every provider that Rappen knows. A new one is its folder and two lines here. */
export const PROVIDERS: readonly Provider[] = [anthropic, openai, perplexity, tavily];
