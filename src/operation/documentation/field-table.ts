import { type Html, html } from '#kernel/html.ts';
import { isNullable, type JsonSchema, mainType } from '../openapi/openapi.ts';
import { prose } from './prose.ts';

export type Resolve = (ref: string) => JsonSchema;

interface Field {
  /** `mandates[].id` */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

const MAX_DEPTH = 6;

/** The fields of an object, those of objects in it too, each in a row. */
export function fieldTable(schema: JsonSchema, resolve: Resolve): Html {
  return tableOf(fieldsOf(schema, resolve, '', 0));
}

export function tableOf(fields: readonly Field[]): Html {
  if (fields.length === 0) return html`<p>Any JSON object.</p>`;
  const rows = fields.map(
    ({ name, type, isRequired, description }) => html`
      <tr><th scope="row"><code>${name}</code>${isRequired ? undefined : html` <small>optional</small>`}</th>
      <td><span class="type">${type}</span>${description === '' ? undefined : html`<br>${prose(description)}`}</td></tr>`,
  );
  return html`<div class="scroll"><table class="fields"><tbody>${rows}</tbody></table></div>`;
}

function fieldsOf(schema: JsonSchema, resolve: Resolve, prefix: string, depth: number): Field[] {
  const { properties = {}, required = [] } = plain(schema, resolve);
  return Object.entries(properties).flatMap(([name, inner]) => {
    const field = fieldOf(`${prefix}${name}`, inner, required.includes(name), resolve);
    const [nested, suffix] = nestedOf(inner, resolve);
    const more =
      nested && depth < MAX_DEPTH ? fieldsOf(nested, resolve, `${field.name}${suffix}.`, depth + 1) : [];
    return [field, ...more];
  });
}

export function fieldOf(name: string, schema: JsonSchema, isRequired: boolean, resolve: Resolve): Field {
  const { description = '' } = { ...plain(schema, resolve), ...schema };
  return { name, type: typeOf(schema, resolve), isRequired, description };
}

/** The object in a field, or in the items of its list, and how to name what is in it. */
function nestedOf(schema: JsonSchema, resolve: Resolve): [JsonSchema | undefined, string] {
  const own = plain(schema, resolve);
  if (mainType(own) !== 'array' || !own.items) return [own.properties ? own : undefined, ''];
  const [nested, suffix] = nestedOf(own.items, resolve);
  return [nested, `[]${suffix}`];
}

/** Without references, and without `null` as a choice. */
function plain(schema: JsonSchema, resolve: Resolve): JsonSchema {
  if (schema.$ref !== undefined) return plain(resolve(schema.$ref), resolve);
  const choices = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = choices;
  return only && choices.length === 1 ? plain(only, resolve) : schema;
}

function typeOf(schema: JsonSchema, resolve: Resolve): string {
  const own = plain(schema, resolve);
  return `${nameOf(own, resolve)}${isNullable(schema) ? ' or null' : ''}${boundsOf(own)}`;
}

function nameOf(schema: JsonSchema, resolve: Resolve): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.anyOf) {
    const choices = schema.anyOf.filter(({ type }) => type !== 'null');
    return choices.map((choice) => typeOf(choice, resolve)).join(' | ');
  }
  const type = mainType(schema);
  if (type === 'array') return `list of ${schema.items ? typeOf(schema.items, resolve) : 'anything'}`;
  if (type === 'string') return TEXTS[schema.format ?? ''] ?? 'text';
  return NAMES[type ?? ''] ?? 'anything';
}

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': 'instant',
  date: 'day',
  email: 'e-mail address',
  uri: 'address',
};
const NAMES: Readonly<Record<string, string>> = {
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, maxLength, maxItems } = schema;
  const type = mainType(schema);
  // What zod takes for whole numbers is no bound that anybody chose.
  const isChosen = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  if (type === 'integer' || type === 'number') {
    const from = isChosen(minimum) ? ` from ${minimum}` : '';
    return from + (isChosen(maximum) ? ` up to ${maximum}` : '');
  }
  if (type === 'string' && maxLength !== undefined) return `, at most ${maxLength} characters`;
  return type === 'array' && maxItems !== undefined ? `, at most ${maxItems}` : '';
}
