import { invalidRequest } from '#kernel/error.ts';
import type { JsonObject, MeteredRequest } from '../../provider.ts';
import {
  checkFields,
  type FieldRule,
  flag,
  listOf,
  number,
  oneOf,
  text,
  wholeNumber,
} from '../request-fields.ts';
import type { TavilyOperation } from './tavily.provider.ts';

/** What the reader of the answer has to know of the request. */
export interface TavilyRequest extends MeteredRequest {
  readonly operation: TavilyOperation;
  /** The caller asked for the usage himself, so it stays in the answer. */
  readonly isUsageAsked: boolean;
  /** The most credits that the call can cost. */
  readonly maxCredits: number;
  /** Credits for so many URLs or pages that worked; for a search the number plays no part. */
  readonly creditsFor: (succeeded: number) => number;
}

/** Throws `invalid_request` for unknown fields and wrong values. */
export function readTavilyRequest(operation: TavilyOperation, body: JsonObject): TavilyRequest {
  checkFields(body, FIELDS[operation]);
  const required = operation === 'search' ? 'query' : operation === 'extract' ? 'urls' : 'url';
  if (body[required] === undefined || body[required] === null) throw invalidRequest(required, 'is required');
  const { most, creditsFor } = countingRule(operation, body);
  const maxCredits = creditsFor(most);
  return {
    operation,
    model: '*',
    stream: false,
    providerIds: [],
    isUsageAsked: body.include_usage === true,
    maxCredits,
    creditsFor: (succeeded) => creditsFor(Math.min(succeeded, most)),
    inputBound: () => ({ credits: maxCredits }),
    // The default limit is written out, so that the bound holds even if the provider changes its default.
    bodyToSend: () => ({
      ...body,
      ...(operation === 'map' || operation === 'crawl' ? { limit: most } : {}),
      include_usage: true,
    }),
  };
}

interface CountingRule {
  /** Most URLs or pages that can succeed. */
  readonly most: number;
  readonly creditsFor: (succeeded: number) => number;
}

/** https://docs.tavily.com/documentation/api-credits; rounded up per request. */
function countingRule(operation: TavilyOperation, body: JsonObject): CountingRule {
  // `auto_parameters` may choose the advanced depth by itself.
  const searchCredits = body.search_depth === 'advanced' || body.auto_parameters === true ? 2 : 1;
  const perFiveUrls = body.extract_depth === 'advanced' ? 2 : 1;
  const perTenPages = typeof body.instructions === 'string' && body.instructions !== '' ? 2 : 1;
  const forUrls = (urls: number) => Math.ceil(urls / 5) * perFiveUrls;
  const forPages = (pages: number) => Math.ceil(pages / 10) * perTenPages;
  const limit = typeof body.limit === 'number' ? body.limit : DEFAULT_LIMIT;
  switch (operation) {
    case 'search':
      return { most: 1, creditsFor: () => searchCredits };
    case 'extract':
      return { most: Array.isArray(body.urls) ? body.urls.length : 1, creditsFor: forUrls };
    case 'map':
      return { most: limit, creditsFor: forPages };
    case 'crawl':
      return { most: limit, creditsFor: (pages) => forPages(pages) + forUrls(pages) };
  }
}

/** Pages of a map or crawl that names no limit. */
const DEFAULT_LIMIT = 50;
const MOST_PAGES = 100_000;
const MOST_URLS = 20;

const urls: FieldRule = (value, path) => {
  if (typeof value === 'string') return;
  listOf(text, MOST_URLS)(value, path);
  if (Array.isArray(value) && value.length === 0) throw invalidRequest(path, 'must have at least one URL');
};
const words = listOf(text, 1000);

const CRAWLING: Readonly<Record<string, FieldRule>> = {
  url: text,
  instructions: text,
  limit: wholeNumber(1, MOST_PAGES),
  max_depth: wholeNumber(1, 100),
  max_breadth: wholeNumber(1, 10_000),
  select_paths: words,
  select_domains: words,
  exclude_paths: words,
  exclude_domains: words,
  allow_external: flag,
  timeout: number,
  include_usage: flag,
};

/** Known fields per endpoint: the API reference, and what @tavily/core 0.7 sends. A field that is not here is refused. */
const FIELDS: Readonly<Record<TavilyOperation, Readonly<Record<string, FieldRule>>>> = {
  search: {
    query: text,
    search_depth: oneOf('basic', 'advanced', 'fast', 'ultra-fast'),
    topic: oneOf('general', 'news', 'finance'),
    auto_parameters: flag,
    days: wholeNumber(0, 100_000),
    max_results: wholeNumber(0, 100),
    max_hours: wholeNumber(0, 1_000_000),
    chunks_per_source: wholeNumber(1, 10),
    time_range: oneOf('day', 'week', 'month', 'year', 'd', 'w', 'm', 'y'),
    start_date: text,
    end_date: text,
    include_answer: oneOf(true, false, 'basic', 'advanced'),
    include_raw_content: oneOf(true, false, 'markdown', 'text'),
    include_images: flag,
    include_image_descriptions: flag,
    include_favicon: flag,
    include_domains: words,
    exclude_domains: words,
    include_domains_mode: oneOf('restrict', 'prefer'),
    country: text,
    language: text,
    filter_by_language: flag,
    exact_match: flag,
    safe_search: flag,
    fetch_timeout: number,
    cache_fallback: flag,
    timeout: number,
    include_usage: flag,
  },
  extract: {
    urls,
    query: text,
    chunks_per_source: wholeNumber(1, 10),
    extract_depth: oneOf('basic', 'advanced'),
    format: oneOf('markdown', 'text'),
    include_images: flag,
    include_favicon: flag,
    timeout: number,
    include_usage: flag,
  },
  map: CRAWLING,
  crawl: {
    ...CRAWLING,
    chunks_per_source: wholeNumber(1, 10),
    extract_depth: oneOf('basic', 'advanced'),
    format: oneOf('markdown', 'text'),
    include_images: flag,
    include_favicon: flag,
  },
};
