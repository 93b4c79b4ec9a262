import type { JsonSchema } from './openapi.ts';

/** A value as the schema describes it, for people to look at; not one that means anything. The same each time. */
export function exampleOf(schema: JsonSchema, resolve: (ref: string) => JsonSchema, depth = 0): unknown {
  const again = (inner: JsonSchema) => exampleOf(inner, resolve, depth + 1);
  if (schema.$ref !== undefined) return depth > 8 ? {} : again(resolve(schema.$ref));
  if (schema.examples?.length) return schema.examples[0];
  if ('const' in schema) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum?.length) return schema.enum[0];
  const choice = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema.anyOf?.[0];
  if (choice) return again(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, again(inner)] as const),
      );
    case 'array':
      return schema.items ? [again(schema.items)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case 'string':
      return textOf(schema);
    default:
      return {};
  }
}

function textOf({ format, minLength = 0, maxLength = 100 }: JsonSchema): string {
  const text = (format === undefined ? undefined : BY_FORMAT[format]) ?? 'text';
  return text.padEnd(Math.min(minLength, 40), 'x').slice(0, maxLength);
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-11-27T08:30:00.000Z',
  date: '2026-11-27',
  email: 'anna@muster.example',
  uri: 'https://muster.example/',
};
