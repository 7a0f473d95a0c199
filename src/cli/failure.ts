import { CommanderError } from 'commander';
import { ConfigError } from '../config/configError.ts';
import { redactText } from '../config/redact.ts';
import { ConnectorError } from '../contract/errors.ts';
import { RequestError } from '../sync/errors.ts';

/** The exit codes of the command line. */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USE = 2;

/**
 * Says on standard error what went wrong.
 * @returns the exit code
 */
export function reportFailure(error: unknown, asJson: boolean): number {
  // Commander has printed its own words already; asking for help ends this way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE;
  const { code, message, fields, vendorMessage } = describe(error);
  if (asJson) console.error(JSON.stringify({ code, message, fields, vendorMessage }));
  else {
    console.error(message);
    for (const { field, message: words } of fields) console.error(`  ${field}: ${words}`);
    if (vendorMessage !== '') console.error(`  The CRM said: ${vendorMessage}`);
    console.error(`  (${code})`);
  }
  return error instanceof ConfigError ? WRONG_USE : REFUSED;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  readonly vendorMessage: string;
}

function describe(error: unknown): Failure {
  if (error instanceof RequestError) {
    return { code: error.code, message: error.message, fields: error.fields, vendorMessage: '' };
  }
  if (error instanceof ConnectorError) {
    return { code: error.code, message: error.message, fields: [], vendorMessage: error.vendorMessage };
  }
  if (error instanceof ConfigError) return { code: 'settings', message: error.message, fields: [], vendorMessage: '' };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'bug', message: redactText(text), fields: [], vendorMessage: '' };
}
