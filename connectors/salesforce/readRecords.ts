import type { RecordsRequest, RecordState } from '../../src/contract/records.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { API_ROOT, type SalesforceClient } from './client.ts';
import { rowReader } from './rows.ts';
import { selectedFields } from './viewQuery.ts';

/** What one call reads. */
export const RECORDS_PER_READ = 2000;

/** How the IDs of a type begin; the same in every org. */
const ID_PREFIX: Record<RecordType, string> = { Contact: '003', Lead: '00Q' };

const ATTEMPT = { doing: 'reading records back' };

const GONE: RecordState = { kind: 'gone' };

/**
 * Reads one field of records by their IDs, 2,000 a call, each ID once. The answer has an entry for each ID, null for a
 * record that is not there or can't be seen; entries are told by their IDs all the same, for their order is shown in
 * the guide's example and promised nowhere. A converted lead can't be written to any more and counts as gone. IDs of
 * another type are not asked: what becomes of a call that holds one is not documented.
 *
 * @throws ConnectorError `BAD_ANSWER`, `FIELD_GONE`, and what every call can fail with
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_retrieve_post.htm
 * (v62.0)
 */
export async function readRecords(
  client: SalesforceClient,
  { recordType, field, recordIds }: RecordsRequest,
  signal: AbortSignal,
): Promise<readonly RecordState[]> {
  const toRow = rowReader(recordType, [field]);
  const fields = selectedFields(recordType, [field]);
  const asked = [...new Set(recordIds.map(keyOf))].filter((id) => id.startsWith(ID_PREFIX[recordType]));
  const found = new Map<string, RecordState>();
  for (let start = 0; start < asked.length; start += RECORDS_PER_READ) {
    const ids = asked.slice(start, start + RECORDS_PER_READ);
    const wanted = new Set(ids);
    const { body } = await client.postRead<unknown>(
      `${API_ROOT}/composite/sobjects/${recordType}`,
      { ids, fields },
      ATTEMPT,
      signal,
    );
    if (!isRecordList(body) || body.length !== ids.length) throw badAnswer();
    for (const record of body) {
      if (record === null) continue;
      const row = toRow(record);
      const key = keyOf(row.recordId);
      if (!wanted.delete(key)) throw badAnswer();
      found.set(key, row.gone ? GONE : { kind: 'found', value: row.values[0]!, modifiedAt: row.modifiedAt });
    }
  }
  return recordIds.map((id) => found.get(keyOf(id)) ?? GONE);
}

/** The first 15 characters name the record; the last three only repeat their case. */
function keyOf(recordId: string): string {
  return recordId.slice(0, 15);
}

function isRecordList(body: unknown): body is readonly (Readonly<Record<string, unknown>> | null)[] {
  return Array.isArray(body) && body.every((entry) => typeof entry === 'object' && !Array.isArray(entry));
}

function badAnswer(): ConnectorError {
  return new ConnectorError('BAD_ANSWER', `Salesforce did not answer for each record while ${ATTEMPT.doing}.`, {
    kind: 'after',
    delayMs: 60_000,
  });
}
