import { z } from 'zod';
import { type Call, PROVIDERS } from './call.ts';
import { type Directives, NO_DIRECTIVES, parseDirectives } from './directives.ts';

const schema = z.strictObject({
  provider: z.enum(PROVIDERS).optional(),
  path: z.string().optional(),
  model: z.string().optional(),
  /** How many matching requests get it; 1 if not said. */
  count: z.number().int().min(1).optional(),
  /** Matching requests to let through untouched before. */
  skip: z.number().int().min(0).optional(),
  directives: z.unknown(),
});

/** Directives for the next requests that match. What is not named matches everything. */
export type ScriptEntry = Omit<z.infer<typeof schema>, 'directives'> & { readonly directives: Directives };

/** Directives laid down in advance, for clients whose text a test cannot choose. */
export class Script {
  #entries: { entry: ScriptEntry; skip: number; left: number }[] = [];

  add(input: ScriptEntry): void {
    const { directives, ...rest } = schema.parse(input);
    const entry = { ...rest, directives: parseDirectives(directives) };
    this.#entries.push({ entry, skip: entry.skip ?? 0, left: entry.count ?? 1 });
  }

  /** The directives of the first entry that matches; it has one use less then. */
  take(request: Pick<Call, 'provider' | 'path' | 'body'>): Directives {
    if (this.#entries.length === 0) return NO_DIRECTIVES;
    for (const waiting of this.#entries) {
      if (!matches(waiting.entry, request)) continue;
      if (waiting.skip > 0) {
        waiting.skip -= 1;
        continue;
      }
      waiting.left -= 1;
      if (waiting.left === 0) this.#entries = this.#entries.filter((other) => other !== waiting);
      return waiting.entry.directives;
    }
    return NO_DIRECTIVES;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  clear(): void {
    this.#entries = [];
  }
}

function matches(
  entry: ScriptEntry,
  { provider, path, body }: Pick<Call, 'provider' | 'path' | 'body'>,
): boolean {
  return (
    (entry.provider ?? provider) === provider &&
    (entry.path ?? path) === path &&
    (entry.model ?? body.model) === body.model
  );
}
