import { type JsonSchema, mainType } from './openapi.ts';

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
  switch (mainType(schema)) {
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

/** Where nobody gave an example, the first of what we have that fits. */
function textOf({ format, pattern, minLength = 0, maxLength = 100 }: JsonSchema): string {
  const known = format === undefined ? undefined : BY_FORMAT[format];
  if (known !== undefined) return known;
  const regex = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const prefix = /^\^\(([a-z]{3}_)\)/.exec(pattern ?? '')?.[1];
  const texts = [...(prefix === undefined ? [] : [`${prefix}${UUID}`]), ...TEXTS];
  const fitting = texts.find((text) => text.length <= maxLength && (regex?.test(text) ?? true)) ?? 'text';
  return fitting.padEnd(Math.min(minLength, 40), 'x').slice(0, maxLength);
}

const UUID = '01933b6e-5c5e-7000-8000-0123456789ab';
const TEXTS = ['text', '12.50', '12.340500000', '50', '2026-11', '2026-11-27', UUID];

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-11-27T08:30:00.000Z',
  date: '2026-11-27',
  email: 'anna@muster.example',
  uri: 'https://muster.example/',
  uuid: UUID,
};
