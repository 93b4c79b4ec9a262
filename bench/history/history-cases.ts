import { must } from '#kernel/assert.ts';
import type { History } from './history-fill.ts';

/** A request for a list, a sum or a statistic. */
export interface HistoryCase {
  readonly kind: 'list' | 'totals' | 'statistics';
  readonly name: string;
  /** By its own query; of a key that sees all of the mandate, or of a user's own. */
  readonly query: string;
  readonly caller: 'administrator' | 'user';
}

/** One transaction and its request, from the middle of the history. */
export interface KnownBooking {
  readonly id: string;
  readonly requestId: string;
  readonly keyId: string;
}

const A_DAY_MS = 86_400_000;

/** Every single filter with what is common, what is rare, what was common long ago, and what there is none of. */
export function listCases(history: History, known: KnownBooking): HistoryCase[] {
  const user = (number: number) => must(history.userIds[number], 'a user');
  const model = (place: number) => must(history.models.at(place), 'a model').model;
  const filters: Readonly<Record<string, string>> = {
    'no filter': '',
    'from 90 days ago': `from=${daysAgo(90)}`,
    'to half a year ago': `to=${daysAgo(182)}`,
    'one hour, half a year ago': `from=${daysAgo(182)}&to=${daysAgo(181.96)}`,
    'type: usage': 'type=usage',
    'type: usage_correction, one in 1,000': 'type=usage_correction',
    'type: refund, twelve': 'type=refund',
    'type: payment, none': 'type=payment',
    'provider: the busiest': 'provider=openai',
    'provider: 40 in the year': 'provider=tavily',
    'provider: unknown': 'provider=nobody',
    'model: the busiest': `model=${model(0)}`,
    'model: only in the first quarter': `model=${model(-2)}`,
    'model: 40 in the year': `model=${model(-1)}`,
    'model: unknown': 'model=no-such-model',
    'user: the busiest': `user=${user(0)}`,
    'user: only in the first quarter': `user=${user(97)}`,
    'user: three in the year': `user=${user(98)}`,
    'user: none': `user=${user(99)}`,
    'feature: api, 70 %': 'feature=api',
    'feature: automation, 25 in the year': 'feature=automation',
    'account: the pool': `account=${history.walletId}`,
    'key: of that transaction': `key=${known.keyId}`,
    'amount: CHF 0.01 and more': 'minChf=0.01',
    'amount: CHF 0.10 and more, rare': 'minChf=0.1',
    'amount: CHF 1,000 and more, few': 'minChf=1000',
    'amount: nothing': 'maxChf=0',
    'key and model that hardly met': `key=${known.keyId}&model=${model(-1)}`,
    'text: a part of many models': 'q=gpt',
    'text: a part of notes': 'q=invoice',
    'text: a rare note with a %': 'q=100%25 as',
    'text: nowhere': 'q=nowhere_to_be_found',
    'id of a transaction': `q=${known.id}`,
    'id of a request': `q=${known.requestId}`,
    'user and model that never met': `user=${user(97)}&model=${model(-1)}`,
    'user, model and feature': `user=${user(0)}&model=${model(0)}&feature=chat`,
  };
  const own: Readonly<Record<string, string>> = {
    'own: no filter': '',
    'own: model, the busiest': `model=${model(0)}`,
    'own: model, 40 in the year': `model=${model(-1)}`,
    'own: feature, 25 in the year': 'feature=automation',
    'own: type: top_up, none': 'type=top_up',
  };
  return [...casesOf('list', 'administrator', filters), ...casesOf('list', 'user', own)];
}

export function sumCases(history: History): HistoryCase[] {
  const days = `from=${daysAgo(90).slice(0, 10)}`;
  const groupings = ['provider', 'model', 'user', 'feature', 'account'];
  const statistics = {
    '90 days': `period=day&${days}`,
    ...Object.fromEntries(groupings.map((by) => [`90 days by ${by}`, `period=day&${days}&groupBy=${by}`])),
    'twelve months by user': 'period=month&groupBy=user',
  };
  const model = must(history.models[0], 'a model').model;
  const totals = {
    'no filter': '',
    'from 90 days ago': `from=${daysAgo(90)}`,
    'type: usage, the whole year': 'type=usage',
    'model: the busiest, the whole year': `model=${model}`,
    'user: the busiest, the last 90 days': `user=${history.userIds[0]}&from=${daysAgo(90)}`,
    'feature: api, to half a year ago': `feature=api&to=${daysAgo(182)}`,
  };
  return [
    ...casesOf('statistics', 'administrator', statistics),
    ...casesOf('statistics', 'user', { 'own: 90 days by model': `period=day&${days}&groupBy=model` }),
    ...casesOf('totals', 'administrator', totals),
  ];
}

function casesOf(
  kind: HistoryCase['kind'],
  caller: HistoryCase['caller'],
  queries: Readonly<Record<string, string>>,
): HistoryCase[] {
  return Object.entries(queries).map(([name, query]) => ({ kind, caller, name, query }));
}

export function daysAgo(days: number): string {
  return new Date(Date.now() - days * A_DAY_MS).toISOString();
}
