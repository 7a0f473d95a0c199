import type { FastifyError, FastifySchemaValidationError } from 'fastify';
import { ConnectorError } from '../contract/errors.ts';
import { RequestError, type RequestErrorKind } from '../sync/errors.ts';
import type { ApiError } from './schemas/common.ts';
import { fieldProblem } from './fieldProblem.ts';

/** What a refusal becomes on the wire. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ApiError;
  /** Seconds after which trying again may help. */
  readonly retryAfter: number | null;
  /** Nobody foresaw it: it is logged in full and told in general. */
  readonly isBug: boolean;
}

const STATUS_OF_KIND: Record<RequestErrorKind, number> = {
  not_found: 404,
  conflict: 409,
  refused: 422,
  not_allowed: 403,
  wait: 429,
  gone: 410,
};

/** Refusals that say who the caller is not. */
const UNAUTHENTICATED: ReadonlySet<string> = new Set(['sign_in_refused', 'not_signed_in']);

/**
 * Turns anything thrown into an answer. Only what is written for the caller gets out; anything else is a bug and stays
 * inside.
 */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof RequestError) return ofRequest(error, requestId);
  if (error instanceof ConnectorError) return ofConnector(error, requestId);
  if (isFastifyError(error)) {
    const answer = error.validation
      ? ofValidation(error.validation, error.validationContext ?? 'body', requestId)
      : ofProtocol(error, requestId);
    if (answer) return answer;
  }
  return plain(
    500,
    'bug',
    `Something went wrong in Rollcall. Nothing is known to be lost. Try again; if it happens again, report it with the request ID ${requestId}.`,
    requestId,
    true,
  );
}

/** The answer for an address that does not exist and for one that is another team's: they look alike. */
export function notFound(): RequestError {
  return new RequestError(
    'not_found',
    'not_found',
    'There is nothing at this address, or it belongs to a team you are not in. Check the address.',
  );
}

function plain(status: number, code: string, message: string, requestId: string, isBug = false): ErrorAnswer {
  return { status, body: { code, message, requestId }, retryAfter: null, isBug };
}

function ofRequest(error: RequestError, requestId: string): ErrorAnswer {
  const fields =
    error.fields.length > 0 ? { fields: error.fields.map(({ field, message }) => ({ field, message })) } : {};
  const status = UNAUTHENTICATED.has(error.code) ? 401 : STATUS_OF_KIND[error.kind];
  return {
    status,
    body: { code: error.code, message: error.message, ...fields, requestId },
    retryAfter: null,
    isBug: false,
  };
}

/** 422 something must be changed, 409 a person must reconnect, 503 it may work later. */
function ofConnector(error: ConnectorError, requestId: string): ErrorAnswer {
  const vendor = error.vendorMessage === '' ? {} : { vendorMessage: error.vendorMessage };
  const body = { code: error.code, message: error.message, ...vendor, requestId };
  if (error.retry.kind === 'after')
    return { status: 503, body, retryAfter: Math.ceil(error.retry.delayMs / 1000), isBug: false };
  return { status: error.retry.kind === 'reauthorise' ? 409 : 422, body, retryAfter: null, isBug: false };
}

function ofValidation(problems: readonly FastifySchemaValidationError[], part: string, requestId: string): ErrorAnswer {
  const fields = [...new Map(problems.map(fieldProblem).map((problem) => [problem.field, problem])).values()];
  const words = fields.map(({ field, message }) => `${field || part}: ${message}`).join(' ');
  return {
    status: 400,
    body: {
      code: 'request_malformed',
      message: `The request is not as the API describes it. ${words}`.slice(0, 1000),
      fields,
      requestId,
    },
    retryAfter: null,
    isBug: false,
  };
}

const PROTOCOL: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['request_malformed', "The request can't be read. Send JSON as the API describes it."],
  413: [
    'request_too_large',
    'The request is larger than is taken here: 1 MiB, or 5 MB of a file with corrected rows. Send less at once.',
  ],
  415: ['request_not_json', 'The request must be JSON. Send it with content-type: application/json.'],
};

/** What Fastify itself refuses: a body that is no JSON, is too large, or has another content type. */
function ofProtocol(error: FastifyError, requestId: string): ErrorAnswer | null {
  const known = PROTOCOL[error.statusCode ?? 0];
  return known ? plain(error.statusCode ?? 400, known[0], known[1], requestId) : null;
}

function isFastifyError(error: unknown): error is FastifyError {
  return (
    error instanceof Error && ('validation' in error || String((error as { code?: unknown }).code).startsWith('FST_'))
  );
}
