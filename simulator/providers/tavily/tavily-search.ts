import type { Answer, Call, Failure } from '../../call.ts';
import { textAt } from '../../request-texts.ts';
import { creditAnswer, creditsPer, filler } from './tavily-credits.ts';
import { tavilyError } from './tavily-errors.ts';

const DEPTHS = ['basic', 'fast', 'ultra-fast', 'advanced'];
const MOST_URLS = 20;
const URLS_PER_CREDIT = 5;
const RESULTS = 5;

/** `POST /search`: 1 credit, advanced 2. With `auto_parameters` and no depth the service picks one. */
export function answerSearch(call: Call): Answer | Failure {
  const { body, directives } = call;
  const query = textAt(body, 'query');
  if (query === undefined || query === '') return tavilyError('bad_request', 'Query is missing.');
  const picks = body.auto_parameters === true && body.search_depth === undefined;
  const depth = picks ? (directives.autoDepth ?? 'basic') : (textAt(body, 'search_depth') ?? 'basic');
  if (!DEPTHS.includes(depth)) return tavilyError('bad_request', 'Invalid search depth.');
  const asked = typeof body.max_results === 'number' ? body.max_results : RESULTS;
  const wantsAnswer = body.include_answer !== undefined && body.include_answer !== false;
  const parameters = { topic: 'general', search_depth: depth };
  return creditAnswer(call, depth === 'advanced' ? 2 : 1, {
    query: JSON.stringify(query),
    follow_up_questions: 'null',
    answer: wantsAnswer ? '"A simulated answer."' : 'null',
    images: '[]',
    results: JSON.stringify(results(Math.min(directives.results ?? asked, 20), filler(call))),
    auto_parameters: body.auto_parameters === true ? JSON.stringify(parameters) : undefined,
  });
}

function results(count: number, extra: string) {
  return Array.from({ length: count }, (_, index) => ({
    url: `https://example.org/${index + 1}`,
    title: `Result ${index + 1}`,
    content: `What page ${index + 1} says. ${index === 0 ? extra : ''}`,
    score: 0.9 - index / 50,
    raw_content: null,
  }));
}

/** `POST /extract`: 1 credit (advanced 2) for every 5 URLs that worked; failed ones are free. */
export function answerExtract(call: Call): Answer | Failure {
  const { body, directives } = call;
  const given = body.urls;
  const urls = typeof given === 'string' ? [given] : Array.isArray(given) ? given : [];
  if (urls.length === 0 || urls.length > MOST_URLS) {
    return tavilyError('bad_request', `Between 1 and ${MOST_URLS} URLs are allowed.`);
  }
  const worked = urls.slice(0, Math.max(0, urls.length - (directives.failedUrls ?? 0)));
  const failed = urls.slice(worked.length);
  const extra = filler(call);
  const credits = creditsPer(URLS_PER_CREDIT, worked.length, body.extract_depth === 'advanced' ? 2 : 1);
  return creditAnswer(call, credits, {
    results: JSON.stringify(
      worked.map((url) => ({
        url,
        title: 'A page',
        raw_content: `The content of ${url}. ${extra}`,
        images: [],
      })),
    ),
    failed_results: JSON.stringify(failed.map((url) => ({ url, error: 'The page could not be fetched.' }))),
  });
}
