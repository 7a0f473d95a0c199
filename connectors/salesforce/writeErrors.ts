import { WRITE_BACK_CODES } from '../../src/contract/codes.ts';
import type { WriteBackOutcome } from '../../src/contract/records.ts';

/** One error of a record in a collection write. The key is `statusCode`, not `errorCode` as everywhere else. */
export interface WriteError {
  readonly statusCode: string;
  readonly message: string;
}

const SECONDS_MS = 5_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Codes that pass by themselves, and when the record may be sent again. */
const RETRY_AFTER_MS: Record<string, number> = {
  UNABLE_TO_LOCK_ROW: SECONDS_MS,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: SECONDS_MS,
  QUERY_TIMEOUT: MINUTE_MS,
  SERVER_UNAVAILABLE: MINUTE_MS,
  UNKNOWN_EXCEPTION: MINUTE_MS,
  PROCESSING_HALTED: MINUTE_MS,
  // An approval lasts hours or days.
  ENTITY_IS_LOCKED: 2 * HOUR_MS,
};

/**
 * Decides about one record that Salesforce did not take, by its code and never by the HTTP status: a locked row has
 * been seen with 400 and with 500. A code nobody listed is refused, so that a person sees it; an opt-out never ends in
 * silence.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_calls_concepts_core_data_objects.htm (status codes, v62.0)
 */
export function outcomeOf(errors: readonly WriteError[]): WriteBackOutcome {
  const first = errors[0] ?? { statusCode: 'UNKNOWN', message: 'Salesforce gave no reason.' };
  const passing = errors.find(isPassing);
  if (passing) {
    return { kind: 'retry', code: passing.statusCode, reason: passing.message, delayMs: delayOf(passing) };
  }
  const text = WRITE_BACK_CODES[first.statusCode] ?? WRITE_BACK_CODES['UNKNOWN'];
  return {
    kind: 'refused',
    code: first.statusCode,
    reason: errors.map(({ message }) => message).join(' ') || first.message,
    remedy: text?.remedy ?? '',
  };
}

function isPassing(error: WriteError): boolean {
  if (error.statusCode === 'REQUEST_LIMIT_EXCEEDED' || RETRY_AFTER_MS[error.statusCode] !== undefined) return true;
  // A trigger's failure can hide the lock that caused it in its text; nothing else tells.
  return error.statusCode === 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' && /UNABLE_TO_LOCK_ROW/.test(error.message);
}

function delayOf({ statusCode, message }: WriteError): number {
  if (statusCode !== 'REQUEST_LIMIT_EXCEEDED') return RETRY_AFTER_MS[statusCode] ?? SECONDS_MS;
  return /concurrent/i.test(message) ? 15_000 : HOUR_MS;
}
