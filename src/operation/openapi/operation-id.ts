/**
 * A name for a route that programs can use: `GET /api/billing/transactions/:id` is `getBillingTransaction`,
 * `POST /api/me/api-keys` is `createMeApiKey`, `GET /api/admin/outbox/:mailId` is `getAdminOutboxMail`, `POST /api/billing/quote` is `postBillingQuote`.
 */
export function operationIdOf(method: string, path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== 'api');
  const last = steps.at(-1) ?? '';
  const words = steps.flatMap((step, index) => {
    const before = steps[index - 1] ?? '';
    // Of `/outbox/:mailId` the last word has no singular that would tell one from all of them.
    if (isParameter(step)) return index === steps.length - 1 && !isPlural(before) ? [subjectOf(step)] : [];
    const isOne = isParameter(steps[index + 1] ?? '') || (index === steps.length - 1 && method === 'POST');
    return [pascal(isOne ? singular(step) : step)];
  });
  return `${verbOf(method, last)}${words.join('')}`;
}

function verbOf(method: string, last: string): string {
  if (method === 'GET') return isPlural(last) ? 'list' : 'get';
  if (method === 'POST') return isPlural(last) ? 'create' : 'post';
  return VERBS[method] ?? method.toLowerCase();
}

const VERBS: Readonly<Record<string, string>> = { PUT: 'set', PATCH: 'update', DELETE: 'delete' };

function isParameter(step: string): boolean {
  return step.startsWith(':') || step.startsWith('{');
}

function isPlural(word: string): boolean {
  return !isParameter(word) && /s$/.test(word) && !/(ss|us|settings|statistics|terms|docs)$/.test(word);
}

function singular(word: string): string {
  if (!isPlural(word)) return word;
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

/** `:mailId` and `{mailId}` are `Mail`. */
function subjectOf(parameter: string): string {
  return pascal(parameter.replace(/[:{}]/g, '').replace(/Id$/, ''));
}

function pascal(step: string): string {
  return step
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
