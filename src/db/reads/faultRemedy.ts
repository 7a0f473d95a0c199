import { CONNECTOR_CODES } from '../../contract/codes.ts';
import type { ConnectorErrorCode } from '../../contract/errors.ts';

/** What to do about a connector's error code; for any other code (a fault of our own) a general word. */
export function faultRemedy(code: string): string {
  if (Object.hasOwn(CONNECTOR_CODES, code)) return CONNECTOR_CODES[code as ConnectorErrorCode].remedy;
  return 'Run it again. If it fails the same way, ask the operator of this service and name the code.';
}
