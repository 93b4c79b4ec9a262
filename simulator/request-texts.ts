import type { JsonObject } from './call.ts';

/**
 * A JSON object from fields that are JSON text already, in this order. So a decimal is sent as it was written
 * (`0.00537`, never through a float), and fixed parts need no serialising. Undefined fields are left out.
 */
export function objectText(fields: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) text += `${text === '' ? '{' : ','}"${name}":${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(parent: JsonObject, name: string): JsonObject {
  const value = parent[name];
  return isObject(value) ? value : {};
}

export function listAt(parent: JsonObject, name: string): readonly unknown[] {
  const value = parent[name];
  return Array.isArray(value) ? value : [];
}

/** A number of the object, 0 if there is none. */
export function numberAt(parent: JsonObject, name: string): number {
  const value = parent[name];
  return typeof value === 'number' ? value : 0;
}

export function textAt(parent: JsonObject, name: string): string | undefined {
  const value = parent[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every string in the value, at any depth. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* textsIn(item);
}
