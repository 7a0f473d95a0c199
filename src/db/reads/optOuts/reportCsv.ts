import { CSV_BOM, csvRow } from '../../../domain/csv.ts';
import type { Db } from '../../database.ts';
import { eachReportLine, type ReportRange } from './report.ts';

export const REPORT_COLUMNS = [
  'FirstName',
  'LastName',
  'ContactId',
  'TeamCode',
  'MobileNumber',
  'Status',
  'StatusDate',
] as const;

/** `opt-out-changes-2026-11-01-2026-11-20.csv` */
export function optOutReportName({ from, to }: ReportRange): string {
  return `opt-out-changes-${from}-${to}.csv`;
}

/** The report as the pieces of a CSV file: some thousand changes each, never all at once. */
export async function* optOutReportCsv(
  db: Db,
  team: { readonly id: string; readonly slug: string },
  range: ReportRange,
): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(REPORT_COLUMNS);
  for await (const lines of eachReportLine(db, team, range)) {
    yield lines
      .map((line) =>
        csvRow([
          line.firstName,
          line.lastName,
          line.contactId,
          line.teamCode,
          line.mobileNumber,
          line.status,
          line.statusDate,
        ]),
      )
      .join('');
  }
}
