import type { Changes } from '#db/changes.ts';
import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { type Actor, createActor } from './actor.ts';
import { mandateOfApiKey } from './api-keys/api-key.ts';
import { KeyCache, type KnownKey } from './api-keys/key-cache.ts';
import { KeyLookup } from './api-keys/key-lookup.ts';

/** The two headers that can carry a key. */
export interface KeyHeaders {
  readonly authorization?: string | undefined;
  readonly 'x-api-key'?: string | string[] | undefined;
}

export interface Authenticator {
  /**
   * Who calls. Throws `invalid_api_key` (missing, unknown, revoked, expired, or two headers with different keys),
   * `database_unavailable`, `overloaded`. Whether the mandate may call at all: `requireCall`.
   */
  authenticate(headers: KeyHeaders): Promise<Actor>;
  /** The same without waiting, where memory knows it; undefined: ask `authenticate`. Throws `invalid_api_key`. */
  authenticateCached(headers: KeyHeaders): Actor | undefined;
  /** True if the request's key was right not long ago; whether it still is, only `authenticate` tells. */
  wasValid(headers: KeyHeaders): boolean;
  /** Stops listening for changes. */
  close(): void;
}

const WRONG_KEY_MS = 5_000;

/**
 * Keeps what it knows about keys until anything about identity changes anywhere; while it cannot hear of changes it
 * keeps nothing, so a revoked key stops within a second on every process. Keys expire by the database's clock.
 */
export function createAuthenticator(deps: { readonly db: Db; readonly changes: Changes }): Authenticator {
  const { db, changes } = deps;
  const cache = new KeyCache();
  const lookup = new KeyLookup(db);
  let generation = 0;
  const close = changes.onChange((table) => {
    if (table !== undefined && !TABLES.has(table)) return;
    generation++;
    cache.clear();
    lookup.forget();
  });

  async function lookUp(key: string): Promise<KnownKey> {
    // Not looked up and not remembered: texts of any length cannot fill memory.
    if (!mandateOfApiKey(key)) throw refused('this is not a Rappen API key');
    const asOf = generation;
    const askedAtMs = performance.now();
    const found = await lookup.find(key);
    const lifeMs = found ? (found.expiresInMs ?? Number.POSITIVE_INFINITY) : WRONG_KEY_MS;
    const known = { actor: found && createActor(found.facts), untilMs: askedAtMs + lifeMs };
    // What changed while the query ran may be missing in its answer: good for this call, not for later ones.
    if (changes.connected && asOf === generation) cache.set(key, known);
    return known;
  }

  return {
    authenticate: async (headers) => {
      const key = readKey(headers);
      const known = changes.connected ? cache.get(key) : undefined;
      return actorOf(known ?? (await lookUp(key)));
    },
    authenticateCached: (headers) => {
      const known = changes.connected ? cache.get(readKey(headers)) : undefined;
      return known && actorOf(known);
    },
    wasValid: (headers) => {
      try {
        return cache.wasValid(readKey(headers));
      } catch {
        return false;
      }
    },
    close,
  };
}

const TABLES = new Set(['mandate', 'membership', 'role', 'role_permission', 'api_key']);

/** The key of a request, the same rules for both headers. Throws `invalid_api_key`. */
function readKey(headers: KeyHeaders): string {
  const authorization = headers.authorization;
  const plain = headers['x-api-key'];
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined)
    throw refused('authorization must be: Bearer <key>');
  if (bearer !== undefined && plain !== undefined && bearer !== plain) {
    throw refused('authorization and x-api-key carry different keys');
  }
  const key = bearer ?? plain;
  if (key === undefined) throw refused('the API key is missing');
  if (typeof key !== 'string') throw refused('more than one x-api-key');
  return key;
}

function actorOf(known: KnownKey): Actor {
  if (!known.actor) throw new AppError('invalid_api_key');
  return known.actor;
}

function refused(reason: string): AppError {
  return new AppError('invalid_api_key', {}, `No valid API key: ${reason}.`);
}
