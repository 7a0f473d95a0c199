import { createHash } from 'node:crypto';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import type { ObjectDescribe } from '../describe.ts';
import { fieldsByName, isRecordId, modifiedTime, ownFieldName } from './columns.ts';
import { rangeParts, type ReportDescribe, type ReportMetadata } from './wire.ts';

/** Filters Salesforce lets a Report have. */
export const MAX_FILTERS = 20;
/** A Report runs with fewer columns than this. */
const MAX_COLUMNS = 100;

const FORMATS: Record<string, string> = {
  SUMMARY: 'It is a summary Report: its rows are grouped.',
  MATRIX: 'It is a matrix Report: it gives totals, not people.',
  MULTI_BLOCK: 'It is a joined Report: several Reports in one.',
  MULTIBLOCK: 'It is a joined Report: several Reports in one.',
};

/** Scopes that show everybody's records; report types spell them differently. */
const EVERYBODY = /^(organization|org|all|everything)$/i;

/** Why a Report of this format can't be imported; empty for a tabular one. Both spellings of the format will do. */
export function reasonAgainstFormat(format: string): string {
  const upper = format.toUpperCase();
  if (upper === 'TABULAR') return '';
  const what = FORMATS[upper] ?? `Its format is ${format}.`;
  return `${what} Only tabular Reports can be imported: save a copy in that format.`;
}

/** Why a Report can't be read whole and safely, as far as itself tells; empty when it can. */
export function reasonAgainst({ reportMetadata: metadata }: ReportDescribe): string {
  const format = reasonAgainstFormat(metadata.reportFormat);
  if (format !== '') return format;
  if (metadata.topRows) {
    return `It has a row limit of ${metadata.topRows.rowLimit}, so it doesn’t show everybody. Remove the limit.`;
  }
  if (metadata.scope && !EVERYBODY.test(metadata.scope)) {
    return (
      'It shows only the API user’s own records, or its team’s, not yours. Change “Show” in the Report to all ' +
      'records.'
    );
  }
  if (metadata.reportFilters.length >= MAX_FILTERS) {
    return `It uses all ${MAX_FILTERS} filters a Report can have, and an import needs one more. Combine or remove one.`;
  }
  if (metadata.detailColumns.length >= MAX_COLUMNS) {
    return (
      `It has ${metadata.detailColumns.length} columns, and Salesforce runs Reports with fewer than ${MAX_COLUMNS}. ` +
      'Remove the ones you don’t need.'
    );
  }
  return '';
}

/** Why a Report can't be mapped to a record type; empty when it has the columns that an import needs. */
export function reasonAgainstColumns(
  { reportMetadata, reportExtendedMetadata }: ReportDescribe,
  object: ObjectDescribe,
  recordType: RecordType,
): string {
  const columns = reportMetadata.detailColumns.flatMap((name) => {
    const info = reportExtendedMetadata.detailColumnInfo[name];
    return info ? [{ name, info }] : [];
  });
  if (!columns.some(({ name, info }) => isRecordId(name, info, recordType))) {
    return `It has no ${recordType} ID column, so its rows can’t be told apart. Add that column to the Report.`;
  }
  const fields = fieldsByName(object);
  const tellsTime = columns.some(({ name, info }) => {
    const own = ownFieldName(name, info, recordType)?.toLowerCase();
    return modifiedTime(name, info, recordType, own === undefined ? undefined : fields.get(own)) !== null;
  });
  return tellsTime
    ? ''
    : `It has no column that tells when a ${recordType.toLowerCase()} was last changed. Add Last Modified Date, or ` +
        'better a formula field with its time of day.';
}

/** @throws ConnectorError `SOURCE_UNUSABLE` */
export function checkUsable(describe: ReportDescribe): void {
  const reason = reasonAgainst(describe);
  if (reason !== '') throw new ConnectorError('SOURCE_UNUSABLE', reason, { kind: 'never' });
}

/**
 * A fingerprint of whom a Report selects: its type, filters, logic, date range, scope and the rest that narrows it, not
 * its columns or order. A relative date range counts by its words, for its days move by themselves. 32 hexadecimal
 * digits.
 */
export function reportDefinition({ reportMetadata: metadata }: ReportDescribe): string {
  const parts = [
    metadata.reportType.type,
    metadata.reportFilters.map(({ column, operator, value }) => [column, operator, value]),
    metadata.reportBooleanFilter ?? '',
    rangeParts(metadata.standardDateFilter),
    (metadata.standardFilters ?? []).map(({ name, value }) => [name, value]),
    metadata.crossFilters ?? [],
    metadata.scope ?? '',
    metadata.topRows?.rowLimit ?? null,
    metadata.division ?? null,
    metadata.userOrHierarchyFilterId ?? null,
    ...computedFilters(metadata),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Buckets and row formulas are the Report's own; they select people once a filter names one. */
function computedFilters({ reportFilters, buckets, customDetailFormula }: ReportMetadata): readonly unknown[] {
  const named = reportFilters.some(({ column }) => /^(BucketField_|CDF)/.test(column));
  return named ? [buckets ?? null, customDetailFormula ?? null] : [];
}
