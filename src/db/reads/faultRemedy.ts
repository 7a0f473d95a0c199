import { CONNECTOR_CODES } from '../../contract/codes.ts';
import { OWN_CODES } from '../../domain/ownCodes.ts';

const REMEDIES = new Map(
  Object.entries({ ...CONNECTOR_CODES, ...OWN_CODES }).map(([code, { remedy }]) => [code, remedy]),
);

/** What to do about the code a run ended with; empty for one that is not known. */
export function faultRemedy(code: string): string {
  return REMEDIES.get(code) ?? '';
}
