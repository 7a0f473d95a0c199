import { ConnectorError, type ConnectorErrorCode, type RetryAdvice } from '../../src/contract/errors.ts';
import { PASSING, RestFault } from './classify.ts';

/** What the token endpoint was asked for. */
export type Grant =
  | { readonly kind: 'code' }
  | { readonly kind: 'refresh_token' }
  | { readonly kind: 'client_credentials' }
  /** The user and the address the signed request named. */
  | { readonly kind: 'assertion'; readonly username: string; readonly audience: string };

/** The words that follow “Salesforce … while”. */
export const DOING: Record<Grant['kind'], string> = {
  code: 'exchanging the authorization code',
  refresh_token: 'renewing the authorization',
  client_credentials: 'signing in with client credentials',
  assertion: 'signing in with the certificate',
};

/** jsforce names the error after the vendor's `error`; its message is the description. */
export interface TokenFailure {
  readonly error: string;
  readonly description: string;
  readonly status: number;
}

const NEVER: RetryAdvice = { kind: 'never' };
const RECONNECT: RetryAdvice = { kind: 'reauthorise' };
const MINUTE: RetryAdvice = { kind: 'after', delayMs: 60_000 };

const PASSING_CODES = new Set(['rate_limit_exceeded', 'server_error', 'temporarily_unavailable']);

/** What Salesforce's words for a refused assertion mean: it has `invalid_grant` for nearly everything. */
const ASSERTION_REFUSALS: readonly {
  readonly words: RegExp;
  readonly code: ConnectorErrorCode;
  readonly message: (asked: Grant & { readonly kind: 'assertion' }) => string;
}[] = [
  {
    words: /approved/i,
    code: 'AUTH_REFUSED',
    message: ({ username }) =>
      `Salesforce does not let ${username} use the app without asking. In Setup, open the app’s policies, choose “Admin ` +
      'approved users are pre-authorized”, and add a permission set or profile of that user. Then connect again.',
  },
  {
    words: /audience/i,
    code: 'AUTH_REFUSED',
    message: ({ audience }) =>
      `Salesforce does not take sign-ins for this org at ${audience}. Choose Production or Sandbox as the org is, or ` +
      'enter its My Domain. Then connect again.',
  },
  {
    words: /certificate.*expired|expired.*certificate/i,
    code: 'CERTIFICATE_REFUSED',
    message: () =>
      'Salesforce says that the certificate has expired. Make a new one under Authentication, upload it to the app in ' +
      'Salesforce, and connect again.',
  },
  {
    words: /expired/i,
    code: 'AUTH_REFUSED',
    message: () =>
      'Salesforce found the signed request too old or too far ahead. Set the clock of the computer Rollcall runs on, then ' +
      'connect again.',
  },
  {
    words: /assertion|signature|certificate|invalid client credentials/i,
    code: 'CERTIFICATE_REFUSED',
    message: () =>
      'Salesforce does not know the certificate of this connection. Download it under Authentication, upload it to the ' +
      'app in Salesforce (Setup, the app, OAuth settings, Use digital signatures), and connect again.',
  },
];

/**
 * Turns a refusal of the token endpoint into a ConnectorError. What was refused after somebody had connected needs a
 * person, and what waits goes on waiting for them; a refused code is one sign-in that failed.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm
 */
export function classifyToken({ error, description, status }: TokenFailure, grant: Grant): ConnectorError {
  const doing = DOING[grant.kind];
  const vendorMessage = description === '' ? error : `${error}: ${description}`;
  const options = { cause: new RestFault(status, { errorCode: error, message: description }), vendorMessage };
  const said = `Salesforce refused while ${doing}: “${vendorMessage}”.`;
  if (PASSING_CODES.has(error)) return new ConnectorError('OUTAGE', said, MINUTE, options);
  if (PASSING.has(status))
    return new ConnectorError('OUTAGE', `Salesforce answered ${status} while ${doing}.`, MINUTE, options);
  if (error === 'invalid_grant' && grant.kind === 'refresh_token') {
    const message = 'Salesforce no longer accepts our authorization: it was revoked or has expired.';
    return new ConnectorError('AUTH_REVOKED', message, RECONNECT, options);
  }
  const known =
    grant.kind === 'assertion' ? ASSERTION_REFUSALS.find(({ words }) => words.test(vendorMessage)) : undefined;
  if (grant.kind === 'assertion' && known)
    return new ConnectorError(known.code, known.message(grant), RECONNECT, options);
  return new ConnectorError(
    'AUTH_REFUSED',
    `${said} Check the app's settings in Salesforce, then connect again.`,
    grant.kind === 'code' ? NEVER : RECONNECT,
    options,
  );
}
