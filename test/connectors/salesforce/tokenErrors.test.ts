import assert from 'node:assert/strict';
import { isPassing, isSessionOver } from '../../../connectors/salesforce/classify.ts';
import { classifyToken, type Grant } from '../../../connectors/salesforce/tokenErrors.ts';
import type { ConnectorError } from '../../../src/contract/errors.ts';
import { recording } from './recordings.ts';

interface Recorded {
  readonly tokenError: {
    readonly status: number;
    readonly body: { readonly error: string; readonly error_description: string };
  };
}

const CODE: Grant = { kind: 'code' };
const REFRESH: Grant = { kind: 'refresh_token' };
const CREDENTIALS: Grant = { kind: 'client_credentials' };
const ASSERTION: Grant = {
  kind: 'assertion',
  username: 'api@riverside.example',
  audience: 'https://login.salesforce.com',
};

function token(grant: Grant, error: string, description: string, status = 400): ConnectorError {
  return classifyToken({ error, description, status }, grant);
}

describe('salesforce token failures', () => {
  const cases: readonly (readonly [ConnectorError, string, string])[] = [
    [token(CODE, 'invalid_grant', 'expired authorization code'), 'AUTH_REFUSED', 'never'],
    [token(CODE, 'invalid_client', 'invalid client credentials', 401), 'AUTH_REFUSED', 'never'],
    [token(CODE, 'invalid_client_id', 'client identifier invalid'), 'AUTH_REFUSED', 'never'],
    [token(CODE, 'rate_limit_exceeded', 'login rate exceeded'), 'OUTAGE', 'after'],
    [token(REFRESH, 'invalid_grant', 'expired access/refresh token'), 'AUTH_REVOKED', 'reauthorise'],
    [token(REFRESH, 'invalid_client', 'invalid client credentials', 401), 'AUTH_REFUSED', 'reauthorise'],
    [token(REFRESH, 'inactive_user', 'user is inactive'), 'AUTH_REFUSED', 'reauthorise'],
    [token(REFRESH, 'inactive_org', 'organization is inactive'), 'AUTH_REFUSED', 'reauthorise'],
    [token(REFRESH, 'ERROR_HTTP_503', '', 503), 'OUTAGE', 'after'],
    [token(CREDENTIALS, 'invalid_client', 'invalid client credentials', 401), 'AUTH_REFUSED', 'reauthorise'],
    [token(CREDENTIALS, 'invalid_grant', 'no client credentials user enabled'), 'AUTH_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_grant', 'user hasn\'t approved this consumer'), 'AUTH_REFUSED', 'reauthorise'],
    [
      token(ASSERTION, 'invalid_app_access', 'user is not admin approved to access this app'),
      'AUTH_REFUSED',
      'reauthorise',
    ],
    [token(ASSERTION, 'invalid_grant', 'Audience validation failed'), 'AUTH_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_grant', 'audience is invalid'), 'AUTH_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_grant', 'invalid assertion'), 'CERTIFICATE_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_client', 'invalid client credentials'), 'CERTIFICATE_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_grant', 'certificate has expired'), 'CERTIFICATE_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_grant', 'assertion expired'), 'AUTH_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'invalid_client_id', 'client identifier invalid'), 'AUTH_REFUSED', 'reauthorise'],
    [token(ASSERTION, 'server_error', 'x', 500), 'OUTAGE', 'after'],
  ];
  for (const [error, code, advice] of cases) {
    it(`${code}, ${advice}: ${error.message.slice(0, 110)}`, () => {
      assert.deepEqual([error.code, error.retry.kind], [code, advice]);
    });
  }

  it('says what to do about each refused certificate sign-in, and keeps Salesforce’s words', () => {
    const remedies = [
      ['user hasn\'t approved this consumer', /pre-authorized.*permission set/],
      ['Audience validation failed', /https:\/\/login\.salesforce\.com.*My Domain/],
      ['invalid assertion', /upload it to the app/],
      ['assertion expired', /clock/],
    ] as const;
    for (const [words, remedy] of remedies) {
      const error = token(ASSERTION, 'invalid_grant', words);
      assert.match(error.message, remedy);
      assert.equal(error.vendorMessage, `invalid_grant: ${words}`);
    }
  });

  it('reads the recorded token error', () => {
    const { status, body } = recording<Recorded>('oauth-and-limits.json').tokenError;
    assert.equal(token(CODE, body.error, body.error_description, status).code, 'AUTH_REFUSED');
  });

  it('are never taken for an ended session, and only passing ones are repeated', () => {
    assert.equal(isSessionOver(token(REFRESH, 'invalid_grant', 'expired access/refresh token')), false);
    assert.equal(isPassing(token(REFRESH, 'rate_limit_exceeded', 'login rate exceeded')), true);
    assert.equal(isPassing(token(REFRESH, 'invalid_grant', 'expired access/refresh token')), false);
  });
});
