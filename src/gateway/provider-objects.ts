import type { Db } from '#db/database.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { findProviderObjects, insertProviderObjects, type ProviderObject } from './provider-object.store.ts';

/** Whose responses, files and containers are at the providers, where one key serves all mandates. */
export interface ProviderObjects {
  /** Throws `not_found` unless the provider gave all of these ids to this mandate. */
  requireOwn(mandateId: MandateId, provider: string, objectIds: readonly string[]): Promise<void>;
  /** Remembers ids from an answer. Resolves when they are stored. */
  record(mandateId: MandateId, provider: string, objectIds: readonly string[]): Promise<void>;
}

export function createProviderObjects(db: Db): ProviderObjects {
  const insert = batched((objects: readonly ProviderObject[]) => insertProviderObjects(db, objects));
  return {
    async requireOwn(mandateId, provider, objectIds) {
      const wanted = [...new Set(objectIds)];
      if (wanted.length > MAX_OBJECTS) {
        throw invalidRequest('body', `refers to more than ${MAX_OBJECTS} objects at the provider`);
      }
      requireAll(wanted, (objectId) => OBJECT_ID.test(objectId));
      const own = await findProviderObjects(db, mandateId, provider, wanted);
      requireAll(wanted, (objectId) => own.has(objectId));
    },
    record: (mandateId, provider, objectIds) =>
      insert(objectIds.map((objectId) => ({ mandateId, provider, objectId }))),
  };
}

/** More than any conversation has; each is a parameter of the query. */
const MAX_OBJECTS = 5_000;
/** As the table takes them; no provider gives others. */
const OBJECT_ID = /^[\x21-\x7e]{1,1000}$/;

function requireAll(objectIds: readonly string[], isOwn: (objectId: string) => boolean): void {
  const foreign = objectIds.find((objectId) => !isOwn(objectId))?.slice(0, 100);
  if (foreign === undefined) return;
  throw new AppError('not_found', { object: foreign }, `There is no object ${foreign} of this mandate.`);
}

/** What arrives while a batch is written goes into the next one. */
function batched<Item>(write: (items: readonly Item[]) => Promise<void>) {
  let next: { items: Item[]; written: Promise<void> } | undefined;
  let last: Promise<void> = Promise.resolve();
  return (items: readonly Item[]): Promise<void> => {
    if (!next) {
      const batch: Item[] = [];
      const written = last
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return write(batch);
        });
      next = { items: batch, written };
      last = written;
    }
    next.items.push(...items);
    return next.written;
  };
}
