import fc, { type Arbitrary } from 'fast-check';

/** As much of JSON Schema 2020-12 as our OpenAPI description uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface SampleOptions {
  /** The schema behind a `$ref`. */
  readonly resolve?: (ref: string) => JsonSchema;
  /** Ids that exist, by their prefix: taken wherever such an id is asked for. */
  readonly ids?: Readonly<Record<string, string>>;
}

/** Values that fit the schema. */
export function fitting(schema: JsonSchema, options: SampleOptions = {}): Arbitrary<unknown> {
  const again = (inner: JsonSchema) => fitting(inner, options);
  if (schema.$ref !== undefined) return again(options.resolve?.(schema.$ref) ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(again));
  switch (typeof schema.type === 'object' ? schema.type[0] : schema.type) {
    case 'string':
      return texts(schema, options.ids);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 });
    case 'number':
      return fc.double({ noNaN: true, min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(again(typeof schema.items === 'object' ? schema.items : {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3),
      });
    case 'object':
      return objects(schema, again);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: JsonSchema, again: (inner: JsonSchema) => Arbitrary<unknown>): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0) {
    const names = schema.propertyNames ? again(schema.propertyNames) : fc.string({ maxLength: 10 });
    return fc
      .array(fc.tuple(names.map(String), again(additionalProperties)), { minLength: 1, maxLength: 3 })
      .map(Object.fromEntries);
  }
  const fields = Object.entries(properties).map(([name, inner]) => [name, again(inner)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

function texts(schema: JsonSchema, ids: SampleOptions['ids'] = {}): Arbitrary<string> {
  const { minLength = 0, maxLength = 200, pattern, format } = schema;
  const known = ids[/^\^\(([a-z]{3})_\)/.exec(pattern ?? '')?.[1] ?? ''];
  if (known !== undefined) return fc.constant(known);
  if (format === 'date-time') return instants.map((at) => at.toISOString());
  if (format === 'date') return instants.map((at) => at.toISOString().slice(0, 10));
  if (format === 'email') return fc.nat(999).map((n) => `person-${n}@example.ch`);
  const patterns = [pattern, ...(schema.allOf ?? []).map((part) => part.pattern)].filter(
    (p) => p !== undefined,
  );
  if (patterns.some((text) => text.includes('02-29'))) return instants.map((at) => at.toISOString());
  const [first] = patterns;
  if (first === undefined || first.includes('\\p{')) {
    return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) });
  }
  const regex = new RegExp(first, 'u');
  return fc.stringMatching(regex).filter((text) => text.length >= minLength && text.length <= maxLength);
}

const instants = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2028-12-31T23:59:59Z'),
  noInvalidDate: true,
});

/** What people and attackers send instead. */
export const NASTY: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '',
      ' ',
      '\0',
      '\ud800',
      "' OR 1=1 --",
      '"; DROP TABLE billing_transaction; --',
      '%',
      '_',
      '\\',
      '%00',
    ],
    ...['=cmd|1', '<script>alert(1)</script>', '../../etc/passwd', '__proto__', 'constructor', 'null', 'NaN'],
    ...['-1', '0', '1e400', '9223372036854775808', '0.0000000001', '-0', '+1', '1,5', "1'000", '٣', '１'],
    ...['9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '2026-02-30', '2026-11-27T25:00:00Z', 'mnd_'],
    ...[-1, 0, 1e308, 2 ** 53, 0.1, true, false, null, [], {}, [[[[]]]], { $ne: null }],
    ...['a'.repeat(10_000), '🦆'.repeat(300)],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
