import type { WriteBackItem, WriteBackOutcome } from '../../src/contract/records.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { RestFault } from './classify.ts';
import { API_ROOT, type Answer, type SalesforceClient } from './client.ts';
import { outcomeOf, type WriteError } from './writeErrors.ts';

/** One record of a call, with the positions in the input that its outcome answers. */
interface RecordWrite {
  readonly recordType: string;
  readonly recordId: string;
  readonly fields: Readonly<Record<string, WriteBackItem['value']>>;
  readonly positions: readonly number[];
}

type WriteResult = { readonly success: boolean; readonly errors?: readonly WriteError[] };

/** What the API takes in one call; records sorted by type make at most two runs of one type, of ten allowed. */
const RECORDS_PER_CALL = 200;

/**
 * Calls spent on finding which record makes a whole call fail. One culprit among 200 takes 15; what is undecided after
 * these is left for the next time, which begins with fewer records.
 */
const SPLIT_CALLS = 24;

const HEADERS = {
  // Without this header assignment rules may run on every lead written.
  'Sforce-Auto-Assign': 'FALSE',
  // An opt-out is not refused because the person looks like somebody else.
  'Sforce-Duplicate-Rule-Header': 'allowSave=true',
  'Sforce-Mru': 'updateMru=false',
};

const ATTEMPT = { doing: 'writing opt-outs' };

/**
 * Writes opt-out values with as few calls as allowed, 200 records each. Results come in request order and a failed one
 * has no ID, so they are matched by position. Several items of one record travel as one record and share its outcome.
 *
 * @returns one outcome per item, in order; what was not answered because a later call failed is `retry`
 * @throws ConnectorError when the first call met a limit, an outage or a refused sign-in, or its end is unclear
 *   (timeout, broken connection): every item may be sent again, for writing the same value twice does no harm
 */
export async function writeBack(
  client: SalesforceClient,
  items: readonly WriteBackItem[],
  signal: AbortSignal,
): Promise<readonly WriteBackOutcome[]> {
  const outcomes = new Array<WriteBackOutcome>(items.length);
  const settle = (record: RecordWrite, outcome: WriteBackOutcome): void => {
    for (const position of record.positions) outcomes[position] = outcome;
  };
  const records = collect(items);
  let anyTried = false;
  for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
    const waiting = [records.slice(start, start + RECORDS_PER_CALL)];
    let calls = 0;
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      if (calls > SPLIT_CALLS) {
        for (const record of batch) {
          settle(record, later('SERVER_FAULT', 'Salesforce refused the call this record was in.', 60_000));
        }
        continue;
      }
      calls += 1;
      try {
        const sent = await send(client, batch, signal);
        sent.forEach((outcome, i) => settle(batch[i]!, outcome));
        anyTried = true;
      } catch (error) {
        if (signal.aborted || !(error instanceof ConnectorError)) throw error;
        if (isWholeCallRefused(error)) {
          anyTried = true;
          const culprits = culpritsOf(batch, error);
          for (const record of culprits) settle(record, outcomeOf([errorOf(error)]));
          if (culprits.length === 0) waiting.unshift(...halves(batch));
          else if (culprits.length < batch.length) {
            waiting.unshift(batch.filter((record) => !culprits.includes(record)));
          }
          continue;
        }
        if (!anyTried) throw error;
        // The rest would meet the same wall; it is sent again as a whole.
        const rest = [...batch, ...waiting.flat(), ...records.slice(start + RECORDS_PER_CALL)];
        const delayMs = error.retry.kind === 'after' ? error.retry.delayMs : 60_000;
        for (const record of rest) {
          settle(record, later(isUnclear(error) ? 'SERVER_FAULT' : error.code, error.message, delayMs));
        }
        return outcomes;
      }
    }
  }
  return outcomes;
}

/** One entry per record, sorted by type; the same record may not stand in one call twice. */
function collect(items: readonly WriteBackItem[]): readonly RecordWrite[] {
  const records = new Map<
    string,
    { recordType: string; recordId: string; fields: Record<string, WriteBackItem['value']>; positions: number[] }
  >();
  items.forEach((item, position) => {
    // The first 15 characters name the record; the last three only repeat their case.
    const key = `${item.recordType} ${item.recordId.slice(0, 15)}`;
    const record = records.get(key);
    if (record) {
      record.fields[item.field] = item.value;
      record.positions.push(position);
    } else {
      records.set(key, {
        recordType: item.recordType,
        recordId: item.recordId,
        fields: { [item.field]: item.value },
        positions: [position],
      });
    }
  });
  return [...records.values()].sort((a, b) => (a.recordType < b.recordType ? -1 : a.recordType > b.recordType ? 1 : 0));
}

async function send(
  client: SalesforceClient,
  batch: readonly RecordWrite[],
  signal: AbortSignal,
): Promise<readonly WriteBackOutcome[]> {
  const body = {
    allOrNone: false,
    records: batch.map(({ recordType, recordId, fields }) => ({
      attributes: { type: recordType },
      id: recordId,
      ...fields,
    })),
  };
  const answer: Answer<readonly WriteResult[]> = await client.patch(
    `${API_ROOT}/composite/sobjects`,
    body,
    HEADERS,
    ATTEMPT,
    signal,
  );
  if (!Array.isArray(answer.body) || answer.body.length !== batch.length) {
    throw new ConnectorError('BAD_ANSWER', `Salesforce did not answer for each record while ${ATTEMPT.doing}.`, {
      kind: 'after',
      delayMs: 60_000,
    });
  }
  return answer.body.map((result: WriteResult): WriteBackOutcome =>
    result.success ? { kind: 'accepted', at: answer.date } : outcomeOf(result.errors ?? []),
  );
}

/** A 400 about the call as a whole: one record in it is not even readable, so halves are tried. */
function isWholeCallRefused(error: ConnectorError): boolean {
  return error.cause instanceof RestFault && error.cause.status === 400 && error.retry.kind === 'never';
}

/** The records a whole-call refusal is about, when it tells: all that write the named field or have the named type. */
function culpritsOf(batch: readonly RecordWrite[], error: ConnectorError): readonly RecordWrite[] {
  if (batch.length === 1) return batch;
  const named = /'([^']+)'/.exec(error.vendorMessage)?.[1]?.toLowerCase();
  const { statusCode } = errorOf(error);
  if (statusCode === 'INVALID_TYPE') return batch.filter(({ recordType }) => recordType.toLowerCase() === named);
  if (statusCode !== 'INVALID_FIELD') return [];
  const type = /sobject of type (\w+)/i.exec(error.vendorMessage)?.[1]?.toLowerCase();
  return batch.filter(
    ({ recordType, fields }) =>
      (type === undefined || type === recordType.toLowerCase()) &&
      Object.keys(fields).some((field) => field.toLowerCase() === named),
  );
}

/** Salesforce may have saved some records before the answer was lost. */
function isUnclear(error: ConnectorError): boolean {
  const { code, cause } = error;
  if (code === 'UNREACHABLE') return (cause as { sent?: unknown } | undefined)?.sent === true;
  return code === 'TIMEOUT' || code === 'BAD_ANSWER';
}

function errorOf(error: ConnectorError): WriteError {
  const cause = error.cause as RestFault;
  return { statusCode: cause.errorCode, message: error.vendorMessage };
}

function halves(batch: readonly RecordWrite[]): readonly RecordWrite[][] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

function later(code: string, reason: string, delayMs: number): WriteBackOutcome {
  return { kind: 'retry', code, reason, delayMs };
}
