import { type Html, html } from '#kernel/html.ts';
import type { OpenApi, Operation, Parameter, Reference, Response } from '../openapi/openapi.ts';
import { curlExample } from './curl-example.ts';
import { fieldOf, fieldTable, type Resolve, tableOf } from './field-table.ts';
import { prose } from './prose.ts';

/** One operation: what it does, who may call it, what it takes and answers, and a line to try it. */
export function operationSection(
  document: OpenApi,
  method: string,
  path: string,
  operation: Operation,
): Html {
  const resolve: Resolve = (ref) => document.components.schemas[nameIn(ref)] ?? {};
  const parameters = operation.parameters.map((one) => parameterOf(document, one));
  const body = operation.requestBody?.content['application/json']?.schema;
  return html`
    <article id="${operation.operationId}">
      <h3><a href="#${operation.operationId}">${operation.summary}</a></h3>
      <p class="line"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
      ${operation.description === undefined ? undefined : html`<p>${prose(operation.description)}</p>`}
      <p class="who">${whoMay(operation)}</p>
      ${parameters.length === 0 ? undefined : part('Parameters', parameterTable(parameters, resolve))}
      ${body ? part('Body', fieldTable(body, resolve)) : undefined}
      ${answersOf(operation, resolve)}
      <pre tabindex="0"><code>${curlExample(method.toUpperCase(), path, operation, parameters, resolve)}</code></pre>
    </article>`;
}

function parameterOf(document: OpenApi, parameter: Parameter | Reference): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const known = document.components.parameters[nameIn(parameter.$ref)];
  return known ?? { name: nameIn(parameter.$ref), in: 'query', required: false, schema: {} };
}

function nameIn(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function whoMay({ 'x-rappen-permission': permission, 'x-rappen-scope': scope }: Operation): Html {
  if (permission === undefined || permission === 'public') return html`Open to anybody.`;
  if (permission === 'person') return html`For everybody who has signed in.`;
  if (permission === 'signed_in') return html`For everybody with a key or a session.`;
  return html`Needs <code>${permission}</code>${scope === undefined ? '.' : html`; a key needs the scope <code>${scope}</code>.`}`;
}

function parameterTable(parameters: readonly Parameter[], resolve: Resolve): Html {
  return tableOf(
    parameters.map((one) => {
      const description = `${PLACES[one.in]}${one.description === undefined ? '' : `. ${one.description}`}`;
      return { ...fieldOf(one.name, one.schema, one.required, resolve), description };
    }),
  );
}

const PLACES: Readonly<Record<Parameter['in'], string>> = {
  path: 'In the path',
  query: 'In the query',
  header: 'A header',
};

function answersOf({ responses }: Operation, resolve: Resolve): Html {
  const [[status, answer] = []] = Object.entries(responses);
  if (status === undefined || !answer || '$ref' in answer) return html``;
  const errors = Object.keys(responses).filter((other) => other !== status && other !== 'default');
  return html`
    ${part(`Answer ${status}`, answerOf(answer, resolve))}
    ${errors.length === 0 ? undefined : html`<p class="errors">Errors: ${errors.map((code) => html`<a href="#error-${code}">${code}</a> `)}</p>`}`;
}

function answerOf({ description, headers = {}, content = {} }: Response, resolve: Resolve): Html {
  const schema = content['application/json']?.schema;
  const types = Object.keys(content).filter((type) => type !== 'application/json' || !schema?.properties);
  const rows = Object.entries(headers).map(([name, header]) => ({
    ...fieldOf(name, header.schema, true, resolve),
    type: 'header',
    description: header.description,
  }));
  return html`
    ${types.length === 0 && schema?.properties ? undefined : html`<p>${description}${types.length > 0 ? html`: ${types.map((type) => html`<code>${type}</code> `)}` : undefined}</p>`}
    ${rows.length > 0 ? tableOf(rows) : undefined}
    ${schema?.properties || schema?.$ref ? fieldTable(schema, resolve) : undefined}`;
}

function part(title: string, content: Html): Html {
  return html`<details><summary>${title}</summary>${content}</details>`;
}
