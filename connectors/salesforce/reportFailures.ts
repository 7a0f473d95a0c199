import type { ConnectorErrorCode, RetryAdvice } from '../../src/contract/errors.ts';

/** What an error answer comes to. */
export interface Verdict {
  readonly code: ConnectorErrorCode;
  readonly advice: RetryAdvice;
  /** One sentence more for the message: what to do, where the code's own remedy is too general. */
  readonly hint?: string;
  /** It looks permanent, but the words are not known: worth a few spaced tries. */
  readonly unsure?: true;
}

interface Row extends Verdict {
  readonly status: number;
  /** Words of the message; English, as the guide gives them. */
  readonly says: RegExp;
}

const NEVER: RetryAdvice = { kind: 'never' };
const SECONDS: RetryAdvice = { kind: 'after', delayMs: 15_000 };
const MINUTE: RetryAdvice = { kind: 'after', delayMs: 60_000 };
/** Runs are counted over the last 60 minutes, so that some are free again before the hour is over. */
const PART_OF_AN_HOUR: RetryAdvice = { kind: 'after', delayMs: 20 * 60_000 };

/**
 * The Reports API tells its limits (403, not 429) and most of its refusals apart by words alone; all come as
 * `FORBIDDEN`, `BAD_REQUEST` and the like. The first row that fits counts.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_analytics.meta/api_analytics/sforce_analytics_rest_api_error_codes.htm
 */
const ROWS: readonly Row[] = [
  { status: 403, says: /every \d+ minutes/i, code: 'REPORT_LIMIT', advice: PART_OF_AN_HOUR },
  { status: 403, says: /requests? at a time/i, code: 'CONCURRENT_LIMIT', advice: SECONDS },
  {
    status: 403,
    says: /definition is obsolete/i,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'Open the Report in Salesforce and save it anew, or choose another one.',
  },
  {
    status: 403,
    says: /permission to run reports|Run Reports/i,
    code: 'NO_PERMISSION',
    advice: NEVER,
    hint: 'In Setup, open the API user’s permission set, System Permissions, and tick Run Reports.',
  },
  {
    status: 400,
    says: /fewer than 100 columns/i,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'Take columns out of the Report until it has fewer than 100.',
  },
  {
    status: 400,
    says: /date in the correct format/i,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'A date the Report is filtered by was not understood. Save its date filters anew, or map another last-modified column.',
  },
  {
    status: 400,
    says: /valid filterable column/i,
    code: 'FIELD_GONE',
    advice: NEVER,
    hint: 'The column is gone from the Report or can’t be filtered by. Map another one.',
  },
  {
    status: 400,
    says: /valid condition/i,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'One of the Report’s filters can’t be used with its column. Save the Report anew, or choose another one.',
  },
  {
    status: 400,
    says: /sort column name|matrix reports|sorted by one column|[Gg]roupings are not supported/i,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'Make it a tabular Report that shows its last-modified column.',
  },
  {
    // Not repeated at once: the same instance stays lost, the next run begins a new one.
    status: 500,
    says: /metadata has changed/i,
    code: 'REQUEST_REFUSED',
    advice: MINUTE,
    hint: 'Somebody changed the Report while it ran.',
  },
  {
    status: 501,
    says: /./,
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'Choose a tabular Report.',
  },
];

/** 403 for an unknown Report as well as for one that is not shared; the words are the same. */
const NOT_SHARED = /sufficient privileges/i;

/**
 * Decides about an error answer of the Reports API by its words.
 *
 * @param notFound - what a missing Report means to the caller
 * @returns null when nothing is special about Reports
 */
export function reportVerdict(status: number, message: string, notFound: ConnectorErrorCode): Verdict | null {
  const row = ROWS.find((one) => one.status === status && one.says.test(message));
  if (row) return row;
  if (status === 403) {
    if (NOT_SHARED.test(message)) {
      return {
        code: notFound,
        advice: NEVER,
        hint: 'The Report was deleted, or its folder is no longer shared with the API user.',
      };
    }
    return { code: 'NO_PERMISSION', advice: NEVER, unsure: true };
  }
  if (status === 404) return { code: notFound, advice: NEVER };
  return null;
}
