import type { RecordType } from '../sandboxTypes.ts';

export type ReportFormat = 'TABULAR' | 'SUMMARY' | 'MATRIX' | 'MULTI_BLOCK';

/** One filter as describes give it and runs take it. */
export interface ReportFilter {
  column: string;
  operator: string;
  /** Commas separate alternatives; text holding one is quoted. */
  value: string;
  filterType?: string;
  isRunPageEditable?: boolean;
}

export interface SortBy {
  sortColumn: string;
  sortOrder: string;
}

export interface StandardDateFilter {
  column: string;
  /** `CUSTOM`, or a range such as `THIS_MONTH` or `LAST_N_DAYS:30`. */
  durationValue: string;
  /** `yyyy-MM-dd`, the user's days, both included; null for open. */
  startDate: string | null;
  endDate: string | null;
}

export interface Grouping {
  name: string;
  sortOrder: string;
  dateGranularity: string;
  sortAggregate: string | null;
}

export interface ReportFolder {
  id: string;
  name: string;
  developerName: string;
  /** Not shared with the API user: its reports are nowhere to be seen. */
  isPrivate: boolean;
}

/** The part of a report that a run may change for itself. */
export interface RunSettings {
  detailColumns: readonly string[];
  reportFilters: readonly ReportFilter[];
  reportBooleanFilter: string | null;
  sortBy: readonly SortBy[];
  aggregates: readonly string[];
  scope: string;
  standardDateFilter: StandardDateFilter;
}

/** A report as somebody saved it. */
export interface ReportDefinition extends RunSettings {
  /** 18 characters; null for one that is only run. */
  id: string | null;
  name: string;
  developerName: string;
  description: string | null;
  folder: ReportFolder | null;
  format: ReportFormat;
  /** API name of its report type. */
  type: string;
  groupingsDown: readonly Grouping[];
  groupingsAcross: readonly Grouping[];
  topRows: { rowLimit: number; direction: string } | null;
  /** The administrator switched reports off for an object it needs. */
  isObsolete: boolean;
  modifiedSecond: number;
}

/** A report to be made by a test; everything else is usual: tabular, all records, no filter, the common columns. */
export interface ReportDraft {
  name: string;
  object?: RecordType;
  /** API name of a report type; default `ContactList` or `LeadList`. */
  type?: string;
  developerName?: string;
  /** Name of a folder, made when missing; default `Texting`. `Private Reports` is out of the API user's sight. */
  folder?: string;
  description?: string;
  format?: ReportFormat;
  detailColumns?: readonly string[];
  filters?: readonly ReportFilter[];
  booleanFilter?: string | null;
  sortBy?: readonly SortBy[];
  aggregates?: readonly string[];
  scope?: string;
  standardDateFilter?: StandardDateFilter;
  groupingsDown?: readonly string[];
  groupingsAcross?: readonly string[];
  topRows?: { rowLimit: number; direction: string } | null;
  isObsolete?: boolean;
}

/** What may be changed in a saved report. */
export type ReportChange = Partial<Omit<ReportDraft, 'object' | 'type'>> & { deleted?: boolean };
