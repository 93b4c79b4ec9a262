/** A refusal of the server, or none at all: what a page shows, with the request's id to ask about. */
export class ApiProblem extends Error {
  /** 0: the server was not reached. */
  readonly status: number;
  /** As the API names it (`not_found`, `invalid_request`, ...), or `unreachable`. */
  readonly code: string;
  readonly requestId: string | undefined;
  /** The field that is at fault, such as `amountChf` or `warnings.belowChf`. */
  readonly path: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: unknown) {
    const details = isRecord(body) ? body : {};
    super(textOf(details.detail) ?? textOf(details.title) ?? `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = textOf(details.code) ?? (status === 0 ? 'unreachable' : 'internal');
    this.requestId = textOf(details.requestId);
    this.path = textOf(details.path);
    this.details = details;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
