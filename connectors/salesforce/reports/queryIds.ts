import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import type { QueryPage, SalesforceClient } from '../client.ts';
import type { PagedReport } from './paging.ts';
import type { ReportRow } from './reportRows.ts';
import type { TimeKeys } from './timeKeys.ts';

/**
 * Finds records by the time that a Report's last-modified column shows, with a query, which knows pages.
 *
 * @param field - the field behind that column; null when it is not one of the record's
 * @returns null when the column can't be queried
 */
export function queryIds(
  client: SalesforceClient,
  recordType: RecordType,
  field: string | null,
  keys: TimeKeys,
  signal: AbortSignal,
): PagedReport<ReportRow>['idsBetween'] {
  if (field === null) return null;
  const attempt = { doing: 'reading records with one modified time' };
  const literal = (key: string): string => `${keys.instant(key).toISOString().slice(0, 19)}Z`;
  return async function* (from, to) {
    const range = `${field} >= ${literal(from)} AND ${field} < ${literal(keys.next(to))}`;
    try {
      const first = await client.query(`SELECT Id FROM ${recordType} WHERE ${range} ORDER BY Id`, attempt, signal);
      for (let page = first.body; ;) {
        yield page.records.map((record) => String(record['Id']));
        if (page.done || !page.nextRecordsUrl) return;
        page = (await client.get<QueryPage>(page.nextRecordsUrl, attempt, signal)).body;
      }
    } catch (error) {
      // Formula fields have no index, so that a large org may not find them in time; there are other ways.
      if (!(error instanceof ConnectorError) || error.code !== 'TIMEOUT') throw error;
      throw new ConnectorError('REQUEST_REFUSED', error.message, { kind: 'never' }, { cause: error });
    }
  };
}
