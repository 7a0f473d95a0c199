import assert from 'node:assert/strict';
import { classify, isPassing, isSessionOver, isStaleLocator } from '../../../connectors/salesforce/classify.ts';
import { NetworkFault } from '../../../connectors/salesforce/http.ts';
import type { ConnectorError } from '../../../src/contract/errors.ts';
import { recording } from './recordings.ts';

interface Answers {
  readonly restErrors: readonly { readonly status: number; readonly body: unknown }[];
}

const ATTEMPT = { doing: 'testing' };

function rest(status: number, errorCode: string, message: string): ConnectorError {
  return classify(
    { kind: 'rest', answer: { status, headers: {}, body: JSON.stringify([{ errorCode, message }]) } },
    ATTEMPT,
  );
}

function raw(status: number, body: string, type = 'text/html'): ConnectorError {
  return classify({ kind: 'rest', answer: { status, headers: { 'content-type': type }, body } }, ATTEMPT);
}

describe('salesforce failures', () => {
  const cases: readonly (readonly [ConnectorError, string, string])[] = [
    [rest(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), 'DAILY_LIMIT', 'after'],
    [
      rest(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
      'CONCURRENT_LIMIT',
      'after',
    ],
    [rest(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'), 'CONCURRENT_LIMIT', 'after'],
    [rest(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'), 'API_DISABLED', 'never'],
    [rest(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'), 'API_DISABLED', 'never'],
    [rest(401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent'), 'AUTH_REFUSED', 'never'],
    [rest(401, 'INVALID_SESSION_ID', 'Session expired or invalid'), 'AUTH_REVOKED', 'reauthorise'],
    [
      rest(400, 'INVALID_FIELD', "\nFROM Contact\nNo such column 'Shoe__c' on entity 'Contact'."),
      'FIELD_GONE',
      'never',
    ],
    [rest(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'), 'TIMEOUT', 'after'],
    [rest(500, 'UNABLE_TO_LOCK_ROW', 'unable to obtain'), 'OUTAGE', 'after'],
    [rest(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain'), 'OUTAGE', 'after'],
    [rest(406, 'NOT_ACCEPTABLE', 'x'), 'OUTAGE', 'after'],
    [rest(403, 'SOMETHING', 'x'), 'NO_PERMISSION', 'never'],
    [rest(418, 'SOMETHING', 'x'), 'REQUEST_REFUSED', 'never'],
    [raw(503, '<html>Down for maintenance</html>'), 'OUTAGE', 'after'],
    [raw(200, '<html>Down for maintenance</html>'), 'OUTAGE', 'after'],
    [raw(200, '{"records":[', 'application/json'), 'BAD_ANSWER', 'after'],
    [raw(302, ''), 'HOST_REFUSED', 'never'],
    [
      classify({ kind: 'network', fault: new NetworkFault('timeout', true, 'no complete answer within 1 s') }, ATTEMPT),
      'TIMEOUT',
      'after',
    ],
    [
      classify({ kind: 'network', fault: new NetworkFault('unreachable', false, 'ENOTFOUND') }, ATTEMPT),
      'UNREACHABLE',
      'after',
    ],
  ];
  for (const [error, code, advice] of cases) {
    it(`${code}, ${advice}: ${error.message.replace(/\s+/g, ' ').slice(0, 90)}`, () => {
      assert.deepEqual([error.code, error.retry.kind], [code, advice]);
    });
  }

  it('names the field that is gone, and keeps the vendor’s words', () => {
    const error = rest(400, 'INVALID_FIELD', "No such column 'Shoe__c' on entity 'Contact'.");
    assert.match(error.message, /Shoe__c/);
    assert.equal(error.vendorMessage, "No such column 'Shoe__c' on entity 'Contact'.");
  });

  it('reads a 404 as what was looked for', () => {
    const { status, body } = recording<Answers>('oauth-and-limits.json').restErrors[1]!;
    const answer = { status, headers: {}, body: JSON.stringify(body) };
    assert.equal(classify({ kind: 'rest', answer }, { ...ATTEMPT, notFound: 'SOURCE_GONE' }).code, 'SOURCE_GONE');
    assert.equal(classify({ kind: 'rest', answer }, ATTEMPT).code, 'REQUEST_REFUSED');
  });

  it('renews only for an ended session, starts anew only for a forgotten query', () => {
    assert.equal(isSessionOver(rest(401, 'INVALID_SESSION_ID', 'Session expired or invalid')), true);
    assert.equal(isSessionOver(rest(401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent')), false);
    assert.equal(isStaleLocator(rest(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')), true);
    assert.equal(isStaleLocator(rest(400, 'MALFORMED_QUERY', 'x')), false);
  });

  it('repeats passing faults at once, but neither a used-up day nor a refusal', () => {
    assert.equal(isPassing(raw(503, '')), true);
    assert.equal(isPassing(rest(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')), false);
    assert.equal(isPassing(rest(400, 'INVALID_FIELD', 'x')), false);
    assert.equal(isPassing(new Error('x')), false);
  });
});
