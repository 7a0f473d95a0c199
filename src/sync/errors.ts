import type { FieldProblem } from '../contract/connector.ts';

/** What a caller asked for can't be done as asked. Doors turn the kind into their own status. */
export type RequestErrorKind = 'not_found' | 'conflict' | 'refused' | 'not_allowed' | 'wait' | 'gone';

/**
 * A refusal for the one who asked: `message` says what happened, why, and what to do; `fields` names each field of a
 * form. Anything that is neither this nor a ConnectorError is a bug.
 */
export class RequestError extends Error {
  readonly kind: RequestErrorKind;
  readonly code: string;
  readonly fields: readonly FieldProblem[];

  constructor(kind: RequestErrorKind, code: string, message: string, fields: readonly FieldProblem[] = []) {
    super(message);
    this.name = 'RequestError';
    this.kind = kind;
    this.code = code;
    this.fields = fields;
  }
}
