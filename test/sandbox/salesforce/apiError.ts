/** An answer of the REST API that is not a success: `[{ message, errorCode, fields? }]` with its status. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  /** The body as the org sends it. */
  toBody(): unknown[] {
    return [{ message: this.message, errorCode: this.errorCode, ...(this.fields ? { fields: this.fields } : {}) }];
  }
}

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

/** A query error with the place it points at, in the org's own layout. */
export function queryError(errorCode: string, query: string, at: number, message: string): ApiError {
  const column = at + 1;
  const from = Math.max(0, at - 40);
  const excerpt = query.slice(from, at + 40).replace(/\s/g, ' ');
  return new ApiError(400, errorCode,
    `\n${excerpt}\n${' '.repeat(at - from)}^\nERROR at Row:1:Column:${column}\n${message}`);
}
