import type { RecordsRequest, RecordState } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { API_ROOT, type SalesforceClient } from './client.ts';
import { goneBecause, rowReader } from './rows.ts';
import { selectedFields } from './viewQuery.ts';

/** What one call reads. */
export const RECORDS_PER_READ = 2000;

const ATTEMPT = { doing: 'reading records back' };

/**
 * Reads one field of records by their IDs, 2,000 a call. The answer holds one entry per ID, in their order, and null for
 * a record that is not there or can't be seen; a converted lead can't be written to any more and counts as gone.
 *
 * @throws ConnectorError `BAD_ANSWER`, `FIELD_GONE`, and what every call can fail with
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_retrieve.htm (v62.0)
 */
export async function readRecords(
  client: SalesforceClient,
  { recordType, field, recordIds }: RecordsRequest,
  signal: AbortSignal,
): Promise<readonly RecordState[]> {
  const toRow = rowReader(recordType, [field]);
  const states: RecordState[] = [];
  for (let start = 0; start < recordIds.length; start += RECORDS_PER_READ) {
    const ids = recordIds.slice(start, start + RECORDS_PER_READ);
    const { body } = await client.postRead<readonly (Readonly<Record<string, unknown>> | null)[]>(
      `${API_ROOT}/composite/sobjects/${recordType}`,
      { ids, fields: selectedFields(recordType, [field]) },
      ATTEMPT,
      signal,
    );
    if (!Array.isArray(body) || body.length !== ids.length) {
      const message = `Salesforce did not answer for each record while ${ATTEMPT.doing}.`;
      throw new ConnectorError('BAD_ANSWER', message, { kind: 'after', delayMs: 60_000 });
    }
    for (const record of body) {
      if (record === null || goneBecause(recordType, record['IsDeleted'], record['IsConverted']) !== null) {
        states.push({ kind: 'gone' });
        continue;
      }
      const row = toRow(record);
      states.push({ kind: 'found', value: row.values[0]!, modifiedAt: row.modifiedAt });
    }
  }
  return states;
}
