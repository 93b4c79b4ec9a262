/**
 * Every refusal that a caller can see. A new code does not compile until it has a status and a text here.
 * The statuses belong to the contract (the gateway's error table); only `http/` and the gateway write them to the wire.
 */
const ERRORS = {
  invalid_api_key: { status: 401, text: 'The API key is missing, unknown, revoked or expired.' },
  invalid_signature: {
    status: 401,
    text: 'This webhook is unknown, or the request is not signed by its secret.',
  },
  not_signed_in: { status: 401, text: 'Sign in, or send an API key.' },
  sign_in_refused: { status: 401, text: 'The e-mail address or the password is wrong.' },
  second_factor_refused: { status: 401, text: 'This code is wrong, or it was used before.' },
  insufficient_balance: { status: 402, text: 'The balance does not pay for this call.' },
  provider_not_allowed: { status: 403, text: 'Your role does not allow this provider.' },
  model_not_allowed: { status: 403, text: 'Your role does not allow this model.' },
  permission_denied: { status: 403, text: 'Your role does not allow this.' },
  foreign_origin: { status: 403, text: 'The request comes from a page of another site.' },
  mandate_suspended: { status: 403, text: 'This mandate is suspended.' },
  scope_missing: { status: 403, text: 'The API key lacks the scope for this.' },
  model_not_found: { status: 404, text: 'There is no such model.' },
  not_found: { status: 404, text: 'There is nothing at this address.' },
  idempotency_conflict: { status: 409, text: 'This id was used before with other content.' },
  already_done: { status: 409, text: 'This call was made before; it is not repeated.' },
  conflict: { status: 409, text: 'This is not possible as things stand now.' },
  address_missing: {
    status: 409,
    text: 'The billing address of the mandate is missing: without it no bill can be made.',
  },
  issuer_missing: {
    status: 409,
    text: 'The operator has not filled in his letter head yet, so nothing can be issued.',
  },
  uri_too_long: { status: 414, text: 'The address is too long.' },
  link_expired: { status: 410, text: 'This link has expired, or it was used before.' },
  body_too_large: { status: 413, text: 'The body is too large.' },
  unsupported_media_type: { status: 415, text: 'The body must be JSON (content-type: application/json).' },
  invalid_request: { status: 422, text: 'The request is not valid.' },
  bank_file_refused: { status: 422, text: 'This bank file cannot be read.' },
  model_not_priced: { status: 422, text: 'This model has no price, so it cannot be used.' },
  rate_limited: { status: 429, text: 'Too many requests.' },
  internal: { status: 500, text: 'Something went wrong on our side.' },
  provider_error: {
    status: 502,
    text: 'The provider could not be reached or broke off. Nothing was charged.',
  },
  provider_timeout: { status: 504, text: 'The provider did not answer in time. Nothing was charged.' },
  overloaded: { status: 503, text: 'Too many calls are waiting. Try again shortly.' },
  issuer_unavailable: { status: 503, text: 'The service for single sign-on cannot be reached.' },
  provider_not_configured: { status: 503, text: 'This provider is not set up here.' },
  database_unavailable: { status: 503, text: 'The ledger cannot be reached, so no call is made.' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Every code with its status and its text, for the documentation. */
export const ERROR_CATALOGUE = Object.entries(ERRORS).map(([code, { status, text }]) => ({
  code: code as ErrorCode,
  status: status as number,
  text: text as string,
}));

/** Fields that go to the caller beside the code: `limit_source`, `resource`, `path`, `transaction_id`, ... Never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The one error class of Rappen. Thrown, so that a database transaction rolls back by itself. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    details: ErrorDetails = {},
    message: string = ERRORS[code].text,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** The refusal of a field: names where it is (`messages[2].content`) and what is wrong with it. */
export function invalidRequest(path: string, problem: string): AppError {
  return new AppError('invalid_request', { path }, `${path}: ${problem}`);
}

/** Names the part of a request that a refused field was in: `role` becomes `body.role`. For `catch`; other errors pass. */
export function fieldIn(part: 'body' | 'path'): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error;
    const path = `${part}.${error.details.path}`;
    throw new AppError(error.code, { ...error.details, path }, `${part}.${error.message}`);
  };
}
