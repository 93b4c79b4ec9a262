import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchema } from './schema-samples.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Content {
  readonly [mediaType: string]: { readonly schema?: JsonSchema };
}

/** An operation of the description, with its references resolved one level down. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Parameters as `{name}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  readonly answers: Readonly<Record<string, Content | undefined>>;
}

type Node = Readonly<Record<string, unknown>>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Our OpenAPI description, as any program would read it. */
export class OpenApiDocument {
  readonly document: Node;
  readonly operations: readonly Operation[];
  readonly #ajv: Ajv2020;

  constructor(document: Node) {
    this.document = document;
    // Formats are checked by their patterns, which zod writes beside them.
    this.#ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    this.#ajv.addSchema(document, 'openapi');
    this.operations = Object.entries(document.paths as Node)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, item]) =>
        METHODS.flatMap((method) => {
          const operation = (item as Node)[method] as Node | undefined;
          return operation ? [this.#read(method, path, operation)] : [];
        }),
      );
  }

  static async fetchFrom(url: string): Promise<OpenApiDocument> {
    const answer = await fetch(`${url}/api/openapi.json`);
    if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
    return new OpenApiDocument((await answer.json()) as Node);
  }

  resolve = (ref: string): JsonSchema => {
    let node: unknown = this.document;
    for (const step of ref.replace('#/', '').split('/')) {
      node = (node as Node)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return node as JsonSchema;
  };

  /** What is wrong with an answer: a status that is not described, a body that does not fit; empty if all is well. */
  faultsOf(operation: Operation, status: number, mediaType: string, body: unknown): readonly string[] {
    const content =
      operation.answers[String(status)] ??
      operation.answers[`${String(status)[0]}XX`] ??
      operation.answers.default;
    if (!content) return [`status ${status} is not described`];
    if (Object.keys(content).length === 0) return [];
    const described = content[mediaType.split(';')[0] ?? ''];
    if (!described) return [`${status} as ${mediaType} is not described`];
    if (!described.schema) return [];
    const place = this.#pointerTo(described.schema);
    const validate = this.#ajv.getSchema(place) ?? this.#ajv.compile({ $ref: place });
    return validate(body) ? [] : [this.#ajv.errorsText(validate.errors)];
  }

  readonly #pointers = new Map<JsonSchema, string>();

  #pointerTo(schema: JsonSchema): string {
    return this.#pointers.get(schema) ?? '';
  }

  #read(method: string, path: string, operation: Node): Operation {
    const follow = <T>(node: T): T =>
      (node as Node | undefined)?.$ref === undefined
        ? node
        : (this.resolve(String((node as Node).$ref)) as T);
    const base = `openapi#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
    const answers = Object.entries((operation.responses ?? {}) as Record<string, Node>).map(
      ([status, response]) => {
        const content = (follow(response).content ?? {}) as Content;
        const from =
          response.$ref === undefined ? `${base}/responses/${status}` : `openapi${String(response.$ref)}`;
        for (const [type, { schema }] of Object.entries(content)) {
          if (schema)
            this.#pointers.set(schema, encodeURI(`${from}/content/${type.replaceAll('/', '~1')}/schema`));
        }
        return [status, content] as const;
      },
    );
    const request = follow(operation.requestBody) as { content?: Content } | undefined;
    return {
      id: String(operation.operationId),
      method: method.toUpperCase(),
      path,
      parameters: ((operation.parameters ?? []) as Parameter[]).map(follow),
      body: request?.content?.['application/json']?.schema,
      answers: Object.fromEntries(answers),
    };
  }
}
