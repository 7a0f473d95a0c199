import { sign, X509Certificate } from 'node:crypto';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { SalesforceSettings } from './settings.ts';

/** Salesforce takes at most 180; less leaves room for clocks that differ. */
const LIFETIME_SECONDS = 120;

/**
 * The signed request of the JWT bearer flow. Its audience is always the host it is sent to, so that a request sent to
 * another address is of no use there for signing in to Salesforce.
 *
 * @throws ConnectorError `CERTIFICATE_REFUSED` when there is no certificate, or it has expired
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function makeAssertion(
  settings: SalesforceSettings,
  secrets: Readonly<Record<string, string>>,
  now: Date,
): string {
  const { certificate, privateKey } = secrets;
  if (!certificate || !privateKey) {
    throw refused(
      'This connection has no certificate to sign in with. Create or upload one under Authentication, upload it to the ' +
        'app in Salesforce, and connect again.',
    );
  }
  const { validToDate } = new X509Certificate(certificate);
  if (validToDate <= now) {
    throw refused(
      `The certificate of this connection expired on ${validToDate.toISOString().slice(0, 10)}. Make a new one under ` +
        'Authentication, upload it to the app in Salesforce, and connect again.',
    );
  }
  const claims = {
    iss: settings.clientId,
    sub: settings.username,
    aud: settings.loginUrl,
    exp: Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS,
  };
  const body = [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
}

function refused(message: string): ConnectorError {
  return new ConnectorError('CERTIFICATE_REFUSED', message, { kind: 'reauthorise' });
}
