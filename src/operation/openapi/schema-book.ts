import { z } from 'zod';
import type { JsonSchema } from './openapi.ts';

type Direction = 'input' | 'output';

/**
 * Turns zod schemas into JSON Schema. One that has an `id` in its metadata becomes a component and is referred to; where
 * it looks different in requests and answers, it is two components.
 */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};

  of(schema: z.ZodType, io: Direction): JsonSchema {
    // In an object, so that a schema with an id of its own is referred to like any other.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => describeFurther(zodSchema, jsonSchema),
    }) as unknown as { properties: { it: JsonSchema }; $defs?: Record<string, JsonSchema> };
    const names = new Map<string, string>();
    for (const [name, definition] of Object.entries($defs))
      names.set(name, this.#nameFor(name, definition, io));
    for (const [name, definition] of Object.entries($defs)) {
      this.components[names.get(name) ?? name] = withNames(withoutId(definition), names);
    }
    return withNames(properties.it, names);
  }

  #nameFor(name: string, definition: JsonSchema, io: Direction): string {
    const known = this.components[name];
    const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(withoutId(definition));
    return isSame ? name : `${name}${io === 'input' ? 'Input' : 'Output'}`;
  }
}

/** What zod knows and does not say of a text that it turns into something else. */
function describeFurther(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  const examples = z.globalRegistry.get(schema)?.examples;
  if (json.type === 'string' && json.examples === undefined && Array.isArray(examples)) {
    json.examples = examples.filter((example) => typeof example === 'string');
  }
  const isInstant = json.allOf?.some(({ pattern }) => pattern?.includes('-02-29') && pattern.includes('T'));
  if (isInstant) json.format = 'date-time';
}

function withoutId(definition: JsonSchema): JsonSchema {
  const { id: _id, ...rest } = definition as JsonSchema & { id?: string };
  return rest;
}

const LOCAL = '#/$defs/';

function withNames<T>(node: T, names: ReadonlyMap<string, string>): T {
  return JSON.parse(JSON.stringify(node), (key, value) => {
    if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(LOCAL)) return value;
    const name = value.slice(LOCAL.length);
    return `#/components/schemas/${names.get(name) ?? name}`;
  });
}
