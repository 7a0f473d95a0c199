import assert from 'node:assert/strict';
import { CONNECTOR_CODES } from '../../../src/contract/codes.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../src/contract/errors.ts';
import { never } from './sandboxConnection.ts';
import { clientFor } from './stubClient.ts';
import { sendJson, startStubOrg, type StubOrg } from './stubOrg.ts';

const RETRIES = 3;
/** Calls a failing read costs: passing faults are repeated, unlisted refusals tried a little, all else asked once. */
const CALLS = { once: 1, repeated: RETRIES + 1, unsure: 3 } as const;

interface Row {
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
  readonly code: ConnectorErrorCode;
  readonly advice: 'never' | 'after' | 'reauthorise';
  readonly calls: keyof typeof CALLS;
}

type Short = readonly [
  status: number,
  errorCode: string,
  message: string,
  code: ConnectorErrorCode,
  advice: Row['advice'],
  calls: Row['calls'],
];

const REST: readonly Short[] = [
  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
  [400, 'JSON_PARSER_ERROR', 'Unexpected character', 'REQUEST_REFUSED', 'never', 'once'],
  [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'API_DISABLED', 'never', 'once'],
  [401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent', 'AUTH_REFUSED', 'never', 'once'],
  [403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.', 'API_DISABLED', 'never', 'once'],
  [403, 'API_CURRENTLY_DISABLED', 'API is not enabled', 'API_DISABLED', 'never', 'once'],
  [403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id', 'NO_PERMISSION', 'never', 'once'],
  [403, 'SOMETHING_NEW', 'New words', 'NO_PERMISSION', 'never', 'once'],
  [404, 'NOT_FOUND', 'The requested resource does not exist', 'SOURCE_GONE', 'never', 'once'],
  [405, 'METHOD_NOT_ALLOWED', 'HTTP Method not allowed', 'REQUEST_REFUSED', 'never', 'once'],
  [406, 'NOT_ACCEPTABLE', 'Not Acceptable', 'OUTAGE', 'after', 'repeated'],
  [409, 'API_VERSION_CONFLICT', 'The job was made with another API version', 'REQUEST_REFUSED', 'never', 'once'],
  [410, 'UNSUPPORTED_API_VERSION', 'Gone', 'REQUEST_REFUSED', 'never', 'once'],
  [412, 'PRECONDITION_FAILED', 'One or more conditions evaluated to false', 'REQUEST_REFUSED', 'never', 'once'],
  [414, 'URI_TOO_LONG', 'URI too long', 'SOURCE_UNUSABLE', 'never', 'once'],
  [415, 'UNSUPPORTED_MEDIA_TYPE', 'Content type not supported', 'REQUEST_REFUSED', 'never', 'once'],
  [420, 'NO_ROUTE', 'No route', 'OUTAGE', 'after', 'repeated'],
  [428, 'PRECONDITION_REQUIRED', 'Must be conditional', 'REQUEST_REFUSED', 'never', 'once'],
  [431, 'HEADERS_TOO_LARGE', 'Header fields too large', 'SOURCE_UNUSABLE', 'never', 'once'],
  [500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.', 'OUTAGE', 'after', 'repeated'],
  [502, 'BAD_GATEWAY', 'Cannot reach the instance', 'OUTAGE', 'after', 'repeated'],
  [503, 'SERVER_UNAVAILABLE', 'Too many requests', 'OUTAGE', 'after', 'repeated'],
  [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access', 'OUTAGE', 'after', 'repeated'],
  // https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta
  [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'DAILY_LIMIT', 'after', 'once'],
  [
    403,
    'REQUEST_LIMIT_EXCEEDED',
    'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    'CONCURRENT_LIMIT',
    'after',
    'repeated',
  ],
  [
    403,
    'REQUEST_LIMIT_EXCEEDED',
    'ConcurrentPerOrgLongTxn Limit exceeded.',
    'CONCURRENT_LIMIT',
    'after',
    'repeated',
  ],
  // SOQL
  [400, 'MALFORMED_QUERY', 'unexpected token', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'INVALID_FIELD', "No such column 'X__c' on entity 'Contact'.", 'FIELD_GONE', 'never', 'once'],
  [400, 'INVALID_TYPE', "sObject type 'Contact' is not supported.", 'NO_PERMISSION', 'never', 'once'],
  [400, 'QUERY_TIMEOUT', 'Your query request was running for too long.', 'TIMEOUT', 'after', 'repeated'],
  [400, 'QUERY_TOO_COMPLICATED', 'Query is either selecting too many fields', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'EXCEEDED_ID_LIMIT', 'More than 600,000 IDs', 'SOURCE_UNUSABLE', 'never', 'once'],
  // Bulk API 2.0
  [400, 'API_ERROR', 'Selecting compound data not supported in Bulk Query', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'INVALIDJOBSTATE', 'Aborted jobs have no results', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'LIMIT_EXCEEDED', 'The number of query jobs in 24 hours is used up.', 'REQUEST_REFUSED', 'never', 'once'],
];

// https://developer.salesforce.com/docs/atlas.en-us.api_analytics.meta/api_analytics/sforce_analytics_rest_api_error_codes.htm
const REPORTS: readonly Short[] = [
  [400, 'BAD_REQUEST', "Column sorting isn't supported for matrix reports.", 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'The sort column name must be from a selected column.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', "The sort column name can't be null.", 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'A report can only be sorted by one column.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'Groupings are not supported on a tabular report.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'Only a report with fewer than 100 columns can be run.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'The request is invalid because there are no filters.', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'BAD_REQUEST', 'The request is invalid because there is no metadata.', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'BAD_REQUEST', 'The filter value for ID 003 is incorrect.', 'REQUEST_REFUSED', 'never', 'once'],
  [400, 'BAD_REQUEST', 'Specify a valid filterable column because X is invalid.', 'FIELD_GONE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'Specify a valid condition because X is invalid.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [400, 'BAD_REQUEST', 'Filter the date in the correct format.', 'SOURCE_UNUSABLE', 'never', 'once'],
  [
    403,
    'FORBIDDEN',
    "You can't run more than 500 reports synchronously every 60 minutes. Try again later.",
    'REPORT_LIMIT',
    'after',
    'once',
  ],
  [
    403,
    'FORBIDDEN',
    "You can't run more than 1200 reports asynchronously every 60 minutes. Try again later.",
    'REPORT_LIMIT',
    'after',
    'once',
  ],
  [
    403,
    'FORBIDDEN',
    "Reports and Dashboards REST API can't process the request because it can accept only as many as 20 requests at " +
      'a time to run reports synchronously.',
    'CONCURRENT_LIMIT',
    'after',
    'repeated',
  ],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'DAILY_LIMIT', 'after', 'once'],
  [403, 'FORBIDDEN', 'The report definition is obsolete. Your administrator …', 'SOURCE_UNUSABLE', 'never', 'once'],
  [403, 'FORBIDDEN', 'You don’t have permission to run reports. Check that …', 'NO_PERMISSION', 'never', 'once'],
  [
    403,
    'FORBIDDEN',
    'You don’t have sufficient privileges to perform this operation.',
    'SOURCE_GONE',
    'never',
    'once',
  ],
  [403, 'FORBIDDEN', 'Words that nobody has seen.', 'NO_PERMISSION', 'never', 'unsure'],
  [404, 'NOT_FOUND', 'The data you’re trying to access is unavailable.', 'SOURCE_GONE', 'never', 'once'],
  [415, 'UNSUPPORTED_MEDIA_TYPE', 'Only JSON content type is supported', 'REQUEST_REFUSED', 'never', 'once'],
  [500, 'INTERNAL', 'We ran into an error when running this report.', 'OUTAGE', 'after', 'repeated'],
  [
    500,
    'INTERNAL',
    "Results for this instance are unavailable because the report's metadata has changed from when …",
    'REQUEST_REFUSED',
    'after',
    'once',
  ],
  [501, 'NOT_IMPLEMENTED', 'You’re requesting data for an unsupported report format.', 'SOURCE_UNUSABLE', 'never', 'once'],
];

describe('salesforce failures, each with its code, its advice and what it costs', () => {
  let org: StubOrg;
  let row: Row;
  before(async () => {
    org = await startStubOrg((_request, _body, response) =>
      sendJson(response, [{ errorCode: row.errorCode, message: row.message }], row.status),
    );
  });
  after(() => org.close());

  const check = (path: string, rows: readonly Short[]): void => {
    for (const [status, errorCode, message, code, advice, calls] of rows) {
      it(`${status} ${errorCode} “${message.slice(0, 60)}”: ${code}, ${advice}, asked ${calls}`, async () => {
        row = { status, errorCode, message, code, advice, calls };
        const before = org.seen.length;
        const { client, close } = clientFor(org.url, { tuning: { retries: RETRIES } });
        const attempt = { doing: 'testing', notFound: 'SOURCE_GONE' } as const;
        const error: unknown = await client.get(path, attempt, never()).catch((thrown: unknown) => thrown);
        assert.ok(error instanceof ConnectorError);
        assert.deepEqual([error.code, error.retry.kind], [code, advice]);
        assert.equal(error.vendorMessage, message);
        assert.ok(CONNECTOR_CODES[error.code].why !== '' && CONNECTOR_CODES[error.code].remedy !== '');
        assert.deepEqual([org.seen.length - before, client.callsUsed], [CALLS[calls], CALLS[calls]]);
        await close();
      });
    }
  };
  describe('of the REST API', () => check('/services/data/v62.0/sobjects/Contact/listviews/00B', REST));
  describe('of the Reports API', () => check('/services/data/v62.0/analytics/reports/00O', REPORTS));

  it('says what to do where the code’s own remedy is too general', async () => {
    row = {
      status: 403,
      errorCode: 'FORBIDDEN',
      message: 'You don’t have permission to run reports. Check that you have the Run Reports user permission.',
      code: 'NO_PERMISSION',
      advice: 'never',
      calls: 'once',
    };
    const { client, close } = clientFor(org.url);
    await assert.rejects(
      client.get('/services/data/v62.0/analytics/reports/00O', { doing: 'running the Report' }, never()),
      /tick Run Reports/,
    );
    await close();
  });
});
