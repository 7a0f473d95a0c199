import type { ApiError as ApiErrorBody } from '../../http/schemas/common.ts';

/** A refusal of the API, or of the way to it. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  /** The CRM's own words, when it was the CRM that refused. */
  readonly vendorMessage: string | undefined;
  /** Message by field name, as the API names it: `fields.mobile`, `notify.addresses.0`. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, body: ApiErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.vendorMessage = body.vendorMessage;
    this.fields = Object.fromEntries((body.fields ?? []).map(({ field, message }) => [field, message]));
  }
}

/** The words for a fault that is not an answer of the API: no network, a proxy's page. */
export function unreachable(status: number): ApiError {
  return new ApiError(status, {
    code: 'unreachable',
    message:
      status === 0
        ? "Rollcall can't be reached from this browser. Nothing was changed. Check the connection, then try again."
        : `Rollcall did not answer as it should (${status}). Something between this browser and the server answered in its place. Try again in a minute.`,
    requestId: '',
  });
}
