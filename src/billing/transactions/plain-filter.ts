import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { invalidRequest } from '#kernel/error.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { listModelsCharged } from './call-days.store.ts';
import type {
  ModelOfProvider,
  PlainFilter,
  TransactionFilter,
  TransactionSearch,
} from './transaction-filter.ts';
import { uuidsAround } from './transaction-search.ts';

/**
 * The filter as the stores understand it: as filters that no row fulfils two of, so that their rows and sums can be added.
 * None: nothing is meant. Throws `invalid_request` for a range that ends before it begins (`query.to`, `query.maxChf`).
 */
export async function plainFilters(
  db: Db,
  mandateId: MandateId,
  filter: TransactionFilter,
): Promise<readonly PlainFilter[]> {
  const { search, visibleTo, provider, model, ...rest } = filter;
  if (rest.from && rest.to && rest.to < rest.from)
    throw invalidRequest('query.to', 'must not be before from');
  if (rest.minAmount !== undefined && rest.maxAmount !== undefined && rest.maxAmount < rest.minAmount)
    throw invalidRequest('query.maxChf', 'must not be less than minChf');
  if (visibleTo && rest.userId && rest.userId !== visibleTo) return [];
  const plain: PlainFilter = { ...rest, mandateId, userId: rest.userId ?? visibleTo };
  const isAnyModel = provider === undefined && model === undefined;
  if (search?.kind === 'id') {
    const ids = await idsFound(db, mandateId, search);
    const models = isAnyModel ? undefined : await modelsMeant(db, mandateId, filter);
    return ids.length > 0 ? [{ ...plain, ids, models }] : [];
  }
  if (!search && isAnyModel) return [plain];
  const models = await modelsMeant(db, mandateId, filter);
  const calls = models.length > 0 ? [{ ...plain, models }] : [];
  const hasNotes = search && isAnyModel && plain.feature === undefined;
  return hasNotes ? [...calls, { ...plain, note: search.text }] : calls;
}

/** Provider, model and text together as the list of models that they mean. */
async function modelsMeant(
  db: Db,
  mandateId: MandateId,
  { provider, model, search }: TransactionFilter,
): Promise<ModelOfProvider[]> {
  const part = search?.kind === 'text' ? search.text.toLowerCase() : '';
  const charged = await listModelsCharged(db, mandateId);
  return charged.filter(
    (each) =>
      (provider ?? each.provider) === each.provider &&
      (model ?? each.model) === each.model &&
      each.model.toLowerCase().includes(part),
  );
}

/** The rows of the booking, hold or request, and those that correct, refund or absorb for it. */
async function idsFound(
  db: Db,
  mandateId: MandateId,
  { id }: TransactionSearch & { readonly kind: 'id' },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with named as (${callsNamed(uuidOf(mandateId), id)})
    select id from named
    union
    select t.id from named join billing_transaction t on t.mandate_id = ${uuidOf(mandateId)} and t.corrects = named.id
    limit ${MOST_ROWS}`.execute(db);
  return rows.map((row) => row.id);
}

/** Of one conversation or run; more steps than any of them takes. */
const MOST_ROWS = 20_000;

/** The uuids of calls. One that was refused is among them and has no row. */
function callsNamed(
  mandate: string,
  id: (TransactionSearch & { readonly kind: 'id' })['id'],
): RawBuilder<unknown> {
  const uuid = uuidOf(id);
  const origins = sql`select hold_id as id from billing_call_origin where mandate_id = ${mandate}`;
  switch (id.slice(0, 3)) {
    case 'cnv':
      return sql`${origins} and conversation_id = ${uuid}`;
    case 'msg':
      return sql`${origins} and conversation_id is not null and message_id = ${uuid}`;
    case 'run':
      return sql`${origins} and run_id = ${uuid}`;
    case 'req': {
      // No index has the request's id. It was made just before the hold's, and both begin with the time.
      const { first, last } = uuidsAround(uuid);
      return sql`select id from billing_transaction where mandate_id = ${mandate} and id between ${first} and ${last} and request_id = ${uuid}`;
    }
    default:
      return sql`select ${uuid}::uuid as id`;
  }
}
