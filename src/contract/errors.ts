/** What should happen next after a failure on the vendor's side. */
export type RetryAdvice =
  /** It will fail the same way again: a person must change something. */
  | { readonly kind: 'never' }
  /** It may work later: quota, lock, outage. */
  | { readonly kind: 'after'; readonly delayMs: number }
  /** A person must connect again. */
  | { readonly kind: 'reauthorise' };

/** Codes are for machines; cause and remedy of each stand in `docs/codes.md`. */
export type ConnectorErrorCode =
  | 'AUTH_REVOKED' | 'AUTH_REFUSED' | 'ACCOUNT_CHANGED' | 'NOT_CONNECTED' | 'HOST_REFUSED'
  | 'UNREACHABLE' | 'TIMEOUT' | 'OUTAGE' | 'DAILY_LIMIT' | 'CONCURRENT_LIMIT' | 'API_DISABLED' | 'NO_PERMISSION'
  | 'SOURCE_GONE' | 'SOURCE_UNUSABLE' | 'SOURCE_CHANGED' | 'SIZE_JUMPED' | 'COLUMNS_GONE' | 'FILTER_IGNORED' | 'FIELD_GONE'
  | 'MODIFIED_TIME_EMPTY' | 'REPORT_TIE' | 'REPORT_LIMIT' | 'BULK_FAILED' | 'CERTIFICATE_REFUSED' | 'BUDGET_SPENT'
  | 'ORG_NEARLY_SPENT' | 'BAD_ANSWER' | 'REQUEST_REFUSED'
  | 'LOGIN_REFUSED' | 'HOST_KEY_UNKNOWN' | 'HOST_KEY_CHANGED' | 'CERTIFICATE_UNTRUSTED' | 'PROTOCOL_REFUSED'
  | 'FOLDER_MISSING' | 'FOLDER_REFUSED' | 'FILE_MISSING' | 'FILE_UPLOADING' | 'FILE_GONE' | 'FILE_CHANGED'
  | 'FILE_REFUSED' | 'FILE_WORKBOOK' | 'FILE_BINARY' | 'FILE_ENCODING' | 'FILE_DELIMITER' | 'FILE_HEADER' | 'FILE_QUOTE'
  | 'FILE_EMPTY' | 'SPOOL_FULL';

/**
 * Anything that goes wrong on the vendor's side. The message says what was attempted, what the vendor said and the next
 * step; never tokens, never field values. `cause` keeps the original.
 */
export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode;
  readonly retry: RetryAdvice;
  /** The vendor's own words, quoted to the admin; empty when there are none. */
  readonly vendorMessage: string;

  constructor(
    code: ConnectorErrorCode,
    message: string,
    retry: RetryAdvice,
    options: { cause?: unknown; vendorMessage?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ConnectorError';
    this.code = code;
    this.retry = retry;
    this.vendorMessage = options.vendorMessage ?? '';
  }
}
