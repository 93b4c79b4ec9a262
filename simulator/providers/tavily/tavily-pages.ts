import type { Answer, Call, Failure } from '../../call.ts';
import { textAt } from '../../request-texts.ts';
import { creditAnswer, creditsPer, filler } from './tavily-credits.ts';
import { tavilyError } from './tavily-errors.ts';

const PAGES = 8;
const PAGES_PER_CREDIT = 10;
const URLS_PER_CREDIT = 5;
const DEFAULT_LIMIT = 50;

/** `POST /map`: 1 credit for every 10 pages, 2 with instructions. */
export function answerMap(call: Call): Answer | Failure {
  const base = textAt(call.body, 'url');
  if (base === undefined) return tavilyError('bad_request', 'URL is missing.');
  const pages = pagesOf(call, base);
  return creditAnswer(call, mapCredits(call, pages.length), {
    base_url: JSON.stringify(base),
    results: JSON.stringify(pages),
  });
}

/** `POST /crawl`: a map and an extract of its pages. */
export function answerCrawl(call: Call): Answer | Failure {
  const base = textAt(call.body, 'url');
  if (base === undefined) return tavilyError('bad_request', 'URL is missing.');
  const pages = pagesOf(call, base);
  const depth = call.body.extract_depth === 'advanced' ? 2 : 1;
  const credits = mapCredits(call, pages.length) + creditsPer(URLS_PER_CREDIT, pages.length, depth);
  const extra = filler(call);
  const results = pages.map((url) => ({ url, raw_content: `The content of ${url}. ${extra}`, images: [] }));
  return creditAnswer(call, credits, { base_url: JSON.stringify(base), results: JSON.stringify(results) });
}

function mapCredits({ body }: Call, pages: number): number {
  return creditsPer(PAGES_PER_CREDIT, pages, textAt(body, 'instructions') ? 2 : 1);
}

function pagesOf({ body, directives }: Call, base: string): string[] {
  const limit = typeof body.limit === 'number' ? body.limit : DEFAULT_LIMIT;
  const count = Math.min(directives.results ?? PAGES, limit);
  return Array.from({ length: count }, (_, index) => `${base.replace(/\/$/, '')}/page-${index + 1}`);
}
