/** One filter of a Report. A comma in `value` separates alternatives; a literal comma stands in quotes. */
export interface ReportFilter {
  readonly column: string;
  readonly operator: string;
  readonly value: string | null;
}

/** A range on one date column that a Report has beside its filters. */
export interface DateFilter {
  readonly column: string;
  /** `CUSTOM`, or words such as `THIS_FISCAL_QUARTER`, whose days then move with the calendar. */
  readonly durationValue: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/**
 * The part of `reportMetadata` that is read here.
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_analytics.meta/api_analytics/sforce_analytics_rest_api_getbasic_reportmetadata.htm (v62.0)
 */
export interface ReportMetadata {
  readonly name: string;
  readonly reportFormat: string;
  readonly reportType: { readonly type: string; readonly label: string };
  readonly detailColumns: readonly string[];
  readonly reportFilters: readonly ReportFilter[];
  readonly reportBooleanFilter: string | null;
  readonly aggregates?: readonly string[];
  readonly scope?: string | null;
  readonly standardDateFilter?: DateFilter | null;
  readonly standardFilters?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly crossFilters?: readonly unknown[] | null;
  readonly topRows?: { readonly rowLimit: number } | null;
  readonly division?: string | null;
  readonly userOrHierarchyFilterId?: string | null;
  readonly buckets?: unknown;
  readonly customDetailFormula?: unknown;
}

export interface ColumnInfo {
  readonly label: string;
  readonly dataType: string;
  /** `Contact.FirstName`; missing in old versions, the compound for parts of an address. */
  readonly entityColumnName?: string | null;
  readonly filterable?: boolean;
  readonly filterValues?: readonly ListedValue[];
  readonly inactiveFilterValues?: readonly ListedValue[];
}

/** A picklist value as a column lists it; `apiName` is missing in old versions. */
export interface ListedValue {
  readonly apiName?: string;
  readonly name: string;
  readonly label: string;
}

export interface ReportDescribe {
  readonly reportMetadata: ReportMetadata;
  readonly reportExtendedMetadata: { readonly detailColumnInfo: Readonly<Record<string, ColumnInfo>> };
  /** Everything the Report could show. */
  readonly reportTypeMetadata?: {
    readonly categories?: readonly { readonly columns: Readonly<Record<string, ColumnInfo>> }[];
  };
}

export interface DataCell {
  readonly label?: string | null;
  readonly value?: unknown;
}

/** One run of a tabular Report; the rows stand under `T!T`. */
export interface ReportRun {
  readonly attributes?: { readonly status?: string };
  readonly allData?: boolean;
  readonly factMap?: Readonly<
    Record<
      string,
      {
        readonly aggregates?: readonly { readonly value?: unknown }[];
        readonly rows?: readonly { readonly dataCells: readonly DataCell[] }[];
      }
    >
  > | null;
  readonly reportMetadata?: ReportMetadata;
}

/** Every column a Report could show, those it shows included. */
export function allColumns(describe: ReportDescribe): ReadonlyMap<string, ColumnInfo> {
  const columns = new Map<string, ColumnInfo>();
  for (const { columns: listed } of describe.reportTypeMetadata?.categories ?? []) {
    for (const [name, info] of Object.entries(listed)) columns.set(name, info);
  }
  for (const [name, info] of Object.entries(describe.reportExtendedMetadata.detailColumnInfo)) columns.set(name, info);
  return columns;
}

/** What a date range selects: its words, or its days when it has none. */
export function rangeParts(range: DateFilter | null | undefined): readonly (string | null)[] {
  if (!range) return [];
  const { column, durationValue, startDate, endDate } = range;
  return durationValue === 'CUSTOM' ? [column, startDate, endDate] : [column, durationValue];
}
