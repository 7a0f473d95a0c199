import type { Org } from '../org.ts';
import { readMetadata } from './postedMetadata.ts';
import type { ReportDefinition, ReportFormat } from './reportDefinition.ts';
import { badRequestUnpublished, unsupportedFormat } from './reportErrors.ts';
import { reportTypeOf } from './reportTypes.ts';

const FORMATS: readonly ReportFormat[] = ['TABULAR', 'SUMMARY', 'MATRIX'];

/**
 * The report that full metadata describes, to be run without being saved.
 *
 * @throws ApiError 400 without metadata, or for a report type or grouping that is not there; 501 for a joined report
 */
export function adHocReport(org: Org, body: unknown): ReportDefinition {
  const posted = readMetadata(body);
  const type = reportTypeOf(posted.reportType ?? '');
  if (!type) throw badRequestUnpublished(`The report type ${posted.reportType} isn't available.`);
  const format = FORMATS.find((one) => one === (posted.reportFormat ?? 'TABULAR'));
  if (!format) throw unsupportedFormat();
  const groupings = [...(posted.groupingsDown ?? []), ...(posted.groupingsAcross ?? [])];
  const unknown = groupings.find(({ name }) => !type.columns.has(name));
  if (unknown) throw badRequestUnpublished(`The column ${unknown.name} isn't available in this report.`);
  return {
    id: null,
    name: posted.name ?? type.label,
    developerName: '',
    description: null,
    folder: null,
    format,
    type: type.type,
    detailColumns: posted.detailColumns ?? [],
    reportFilters: [],
    reportBooleanFilter: null,
    sortBy: [],
    aggregates: ['RowCount'],
    scope: 'organization',
    standardDateFilter: { column: type.dateColumn, durationValue: 'CUSTOM', startDate: null, endDate: null },
    groupingsDown: posted.groupingsDown ?? [],
    groupingsAcross: posted.groupingsAcross ?? [],
    topRows: null,
    isObsolete: false,
    modifiedSecond: org.nowSecond(),
  };
}
