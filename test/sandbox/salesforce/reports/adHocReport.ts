import type { Org } from '../org.ts';
import type { Grouping, ReportDefinition, ReportFormat } from './reportDefinition.ts';
import { badRequestUnpublished, noMetadata, unsupportedFormat } from './reportErrors.ts';
import { reportTypeOf } from './reportTypes.ts';

const FORMATS: readonly ReportFormat[] = ['TABULAR', 'SUMMARY', 'MATRIX'];

interface Posted {
  name?: string;
  reportFormat?: ReportFormat;
  reportType?: { type?: string };
  detailColumns?: readonly string[];
  groupingsDown?: readonly Grouping[];
  groupingsAcross?: readonly Grouping[];
}

/**
 * The report that full metadata describes, to be run without being saved.
 *
 * @throws ApiError 400 without metadata, or for a report type that is not there; 501 for a joined report
 */
export function adHocReport(org: Org, body: unknown): ReportDefinition {
  const posted = (body as { reportMetadata?: Posted } | null)?.reportMetadata;
  if (!posted) throw noMetadata();
  const type = reportTypeOf(posted.reportType?.type ?? '');
  if (!type) throw badRequestUnpublished(`The report type ${posted.reportType?.type} isn't available.`);
  const format = posted.reportFormat ?? 'TABULAR';
  if (!FORMATS.includes(format)) throw unsupportedFormat();
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
