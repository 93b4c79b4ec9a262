import type { z } from 'zod';
import type { Quantities } from '#aicore/meters.ts';
import type { MeteredEndpoint, MeteredRequest, ModelLimits, Provider } from '#aicore/provider.ts';
import { quoteUpperBound } from '#aicore/quote/upper-bound.ts';
import { findSpendingPower } from '#billing/balance/balance.store.ts';
import { spendableOf } from '#billing/balance/spendable.ts';
import type { Db } from '#db/database.ts';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import { type Actor, requireCall, requireProvider } from '#identity/actor.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { formatChf } from '#kernel/money.ts';
import type { Quote } from '../admission.ts';
import { refusalDetails } from '../insufficient-balance.ts';
import type { OfferedModelsDeps } from '../model-list/offered-models.ts';
import { type PinnedPrices, pinPrices } from '../pinned-prices.ts';
import type { ProviderObjects } from '../provider-objects.ts';
import { type PlainRequest, plainRequest } from './plain-request.ts';
import type { quoteAnswer, quoteBody } from './quote.contract.ts';
import { outcomeOf } from './quote-outcome.ts';

export interface QuoteDeps extends OfferedModelsDeps {
  readonly db: Db;
  readonly providerObjects: Pick<ProviderObjects, 'requireOwn'>;
  readonly rateLimits: Pick<RateLimits, 'takeCounting'>;
}

type QuoteBody = z.output<typeof quoteBody>;
type Answer = z.input<typeof quoteAnswer>;

/**
 * What a call would cost at most, and what would become of it now: the first three steps of `meteredCall`, and the ledger's
 * decision without the ledger. Nothing is held or written. Throws what the call would throw before its hold.
 */
export async function quoteCall(deps: QuoteDeps, actor: Actor, asked: QuoteBody): Promise<Answer> {
  requireCall(actor);
  requireProvider(actor, asked.provider);
  const provider = deps.providers.find(({ name }) => name === asked.provider);
  if (!provider) throw new AppError('not_found', {}, 'There is no such provider.');
  const request = readAsked(provider, asked);
  const [spending, power] = await Promise.all([
    deps.spending.spendingOf(actor),
    findSpendingPower(deps.db, actor),
  ]);
  const prices = await pinPrices(deps, { actor, provider }, request, spending);
  if (request.providerIds.length > 0) {
    await deps.providerObjects.requireOwn(actor.mandateId, provider.name, request.providerIds);
  }
  const { limits } = prices.model.offer;
  const inputs = new InputBounds(request, limits);
  const quote: Quote = (how) =>
    quoteUpperBound({
      request: { ...request, inputBound: () => inputs.of(how) },
      limits,
      how,
      price: prices.price,
      terms: prices.terms,
    });
  const spendable = spendableOf(power);
  const countingRefused = once(() => deps.rateLimits.takeCounting(actor, request.bytes));
  const result = outcomeOf(quote, spendable, countingRefused);
  const isCounted = inputs.isKnown('estimate') || (request.bytes <= MAX_COUNTED_BYTES && !countingRefused());
  return {
    ...describePrices(provider, prices),
    byBytes: describeBound(quote('bytes'), inputs.of('bytes')),
    byTokenizer: isCounted ? describeBound(quote('estimate'), inputs.of('estimate')) : null,
    output: describeOutput(request, quote('bytes')),
    outcome: result.outcome,
    heldChf: result.outcome === 'refused' ? null : formatChf(result.heldNanoChf),
    outputTokens: result.outcome === 'lowered' ? result.outputTokens : null,
    spendableChf: spendable.amount === undefined ? null : formatChf(spendable.amount),
    ...(result.outcome === 'refused' && {
      refusal: refusalDetails(result.source, result.available, result.required),
    }),
  };
}

/** Points are taken once, whoever asks first. */
function once(take: () => AppError | undefined): () => AppError | undefined {
  let taken: { readonly refusal: AppError | undefined } | undefined;
  return () => {
    taken ??= { refusal: take() };
    return taken.refusal;
  };
}

/** Counting tokens holds the process up, a microsecond a byte: of more only where the outcome depends on it. */
const MAX_COUNTED_BYTES = 32 * 1024;

type AskedRequest = PlainRequest & Pick<MeteredRequest, 'providerIds'> & { readonly bytes: number };

function readAsked(provider: Provider, asked: QuoteBody): AskedRequest {
  const { path, body, model = '', inputTokens = 0, outputTokens = 0 } = asked;
  if (path === undefined || body === undefined) {
    return { ...plainRequest(model, inputTokens, outputTokens), providerIds: [], bytes: 0 };
  }
  try {
    const bytes = Buffer.byteLength(JSON.stringify(body));
    return { ...endpointAt(provider, path).readRequest(body, bytes), bytes };
  } catch (error) {
    throw insideBody(error);
  }
}

function endpointAt(provider: Provider, path: string): MeteredEndpoint {
  const endpoint = provider.endpoints.find((candidate) => candidate.path === path);
  if (endpoint?.kind === 'metered') return endpoint;
  throw new AppError(
    'not_found',
    { path: 'body.path' },
    endpoint
      ? 'body.path: this endpoint costs nothing'
      : `body.path: ${provider.title} has no such endpoint here`,
  );
}

/** The call's own fields are one level further down here. */
function insideBody(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid_request') return error;
  const path = String(error.details.path ?? 'body');
  const inside = path === 'body' ? 'body.body' : `body.body.${path}`;
  const problem = error.message.startsWith(`${path}: `)
    ? error.message.slice(path.length + 2)
    : error.message;
  return invalidRequest(inside, problem);
}

/** Each bound of the input, computed once. */
class InputBounds {
  readonly #request: PlainRequest;
  readonly #limits: ModelLimits;
  readonly #known = new Map<string, Quantities>();

  constructor(request: PlainRequest, limits: ModelLimits) {
    this.#request = request;
    this.#limits = limits;
  }

  of(how: 'bytes' | 'estimate'): Quantities {
    const bound = this.#known.get(how) ?? this.#request.inputBound(this.#limits, how);
    this.#known.set(how, bound);
    return bound;
  }

  isKnown(how: 'bytes' | 'estimate'): boolean {
    return this.#known.has(how);
  }
}

function describePrices(provider: Provider, { model, price, terms }: PinnedPrices) {
  const { rate, markupPpm } = terms;
  return {
    provider: provider.name,
    model: model.name,
    asOf: new Date().toISOString(),
    price: { id: price.id, validFrom: price.validFrom.toISOString() },
    exchangeRate: {
      id: rate.id,
      validFrom: rate.validFrom.toISOString(),
      chfPerUsd: formatDecimal(rate.chfPerUsd),
    },
    markupPercent: formatDecimal({ coefficient: BigInt(markupPpm), scale: 4 }),
  };
}

function describeBound(bound: ReturnType<Quote>, input: Quantities): Answer['byBytes'] {
  return {
    mostChf: formatChf(bound.wantedNanoChf),
    minimumChf: formatChf(bound.minimumNanoChf),
    input,
  };
}

function describeOutput(request: AskedRequest, bound: ReturnType<Quote>): Answer['output'] {
  if (!request.output || bound.wantedOutputTokens === undefined) return null;
  return {
    wantedTokens: bound.wantedOutputTokens,
    minimumTokens: bound.minimumOutputTokens ?? 0,
    choices: request.output.choices,
  };
}
