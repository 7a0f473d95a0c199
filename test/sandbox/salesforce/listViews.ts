import { ApiError, notFound } from './apiError.ts';
import { LIST_VIEW_SCHEMA } from './contactSchema.ts';
import { formatJavaDate } from './formatValue.ts';
import { defineListViews, type ListView } from './listViewDefinitions.ts';
import type { Org } from './org.ts';
import type { RecordType, ViewChange } from './sandboxTypes.ts';
import type { FieldDef, Value } from './schema.ts';
import { smallTable } from './smallTable.ts';
import { printCondition, withoutFields } from './soql/printCondition.ts';
import { toWhereCondition } from './soql/whereCondition.ts';
import type { Condition } from './soql/ast.ts';
import { labelOf } from './soql/compile.ts';
import { parseCondition } from './soql/parse.ts';
import { resolveField, type ResolvedField } from './soql/resolve.ts';
import { runQuery } from './soql/runQuery.ts';
import type { Selection } from './soql/selectRows.ts';

/** Elements a page of the list of views holds. */
const VIEWS_PER_PAGE = 200;
const HIDDEN_COLUMNS = ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'];
const OWNER_COLUMNS = ['Owner.Id', 'OwnerId'];
/** How many records the "recently viewed" scope holds. */
const RECENT_ROWS = 25;

/** The list view resources of the REST API, and the org's own view of them. */
export interface ListViews {
  list(type: string, base: string, offset: number): Record<string, unknown>;
  recent(type: string, base: string): Record<string, unknown>;
  one(type: string, id: string, base: string): Record<string, unknown>;
  describe(type: string, id: string): Record<string, unknown>;
  results(type: string, id: string, limit: number, offset: number): Record<string, unknown>;
  /** The rows the API user sees through a view, in id order. */
  select(type: RecordType, developerName: string): Selection;
  change(type: RecordType, developerName: string, change: ViewChange): void;
  /** Shares a view with the API user, or stops; by its id of 15 or 18 characters. */
  setShared(id: string, isShared: boolean): void;
}

export function createListViews(org: Org, extra: number): ListViews {
  let views = defineListViews(org, extra);
  org.addSource(
    smallTable(LIST_VIEW_SCHEMA, () =>
      views
        .filter((view) => !view.isPrivate && org.mayRead(view.type))
        .map((view) => ({
          Id: view.id,
          Name: view.label,
          DeveloperName: view.developerName,
          NamespacePrefix: null,
          SobjectType: view.type,
          IsSoqlCompatible: view.soqlCompatible,
          LastModifiedDate: view.modifiedSecond,
        })),
    ),
  );

  const visible = (type: string): ListView[] => {
    if (!org.isRecordType(type) || !org.mayRead(type)) throw notFound();
    return views.filter((view) => view.type === type && !view.isPrivate);
  };
  const byId = (type: string, id: string): ListView => {
    const view = visible(type).find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    if (!view) throw notFound();
    return view;
  };
  const byName = (type: RecordType, developerName: string): ListView => {
    const view = views.find((one) => one.type === type && one.developerName === developerName);
    if (!view) throw new Error(`The sandbox has no list view ${developerName} on ${type}.`);
    return view;
  };
  const element = (view: ListView, base: string): Record<string, unknown> => {
    const url = `${base}/sobjects/${view.type}/listviews/${view.id}`;
    return {
      describeUrl: `${url}/describe`,
      developerName: view.developerName,
      id: view.id,
      label: view.label,
      resultsUrl: `${url}/results`,
      soqlCompatible: view.soqlCompatible,
      url,
    };
  };
  const page = (type: string, base: string, all: readonly ListView[], offset: number): Record<string, unknown> => {
    const next = offset + VIEWS_PER_PAGE;
    const done = next >= all.length;
    return {
      done,
      listviews: all.slice(offset, next).map((view) => element(view, base)),
      nextRecordsUrl: done ? null : `${base}/sobjects/${type}/listviews?offset=${next}`,
      size: Math.min(VIEWS_PER_PAGE, all.length - offset),
      sobjectType: type,
    };
  };
  const source = (view: ListView) => org.tables[view.type];
  const column = (view: ListView, path: string): ResolvedField => resolveField(org.catalog, source(view), path, '', 0);
  /** Whether the user can't see a field, or a look-up on the way to it. */
  const isHidden = (view: ListView, path: string): boolean => {
    try {
      column(view, path);
      return false;
    } catch (error) {
      if (error instanceof ApiError) return true;
      throw error;
    }
  };
  /** Columns the user may see, then the ones every view carries. */
  const columnsOf = (view: ListView): { field: ResolvedField; hidden: boolean }[] => {
    const shown = view.columns.filter((path) => !isHidden(view, path));
    const hidden = [...HIDDEN_COLUMNS, ...(shown.some((path) => path.startsWith('Owner.')) ? OWNER_COLUMNS : [])];
    return [...shown.map((path) => ({ path, hidden: false })), ...hidden.map((path) => ({ path, hidden: true }))].map(
      ({ path, hidden: isAppended }) => ({ field: column(view, path), hidden: isAppended }),
    );
  };
  /**
   * Recorded: where the filter's field is hidden from the caller, the view is shown without that part, and is wider.
   */
  const conditionOf = (view: ListView): Condition | null =>
    view.filter ? withoutFields(parseCondition(view.filter), (path) => isHidden(view, path)) : null;
  const fromOf = (view: ListView): string => {
    const condition = conditionOf(view);
    return (
      ` FROM ${view.type}${view.scope === 'everything' ? '' : ` USING SCOPE ${view.scope}`}` +
      (condition ? ` WHERE ${printCondition(condition)}` : '')
    );
  };
  const queryOf = (view: ListView): string =>
    `SELECT ${columnsOf(view)
      .map(({ field }) => selectItem(field))
      .join(', ')}` + `${fromOf(view)} ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST`;
  const recentRows = (type: string): readonly number[] =>
    Array.from(
      { length: Math.min(RECENT_ROWS, org.tables[type as RecordType].rowCount) },
      (_none, i) => (i * 3) % org.tables[type as RecordType].rowCount,
    );
  const run = (view: ListView, query: string): Selection => {
    if (!view.soqlCompatible) throw incompatible();
    const result = runQuery(query, org.catalog, { now: org.now(), includeDeleted: false, recentRows });
    if (result.kind !== 'rows') throw new Error('A list view query selects rows.');
    return result.selection;
  };
  const describeColumns = (view: ListView): Record<string, unknown>[] =>
    columnsOf(view).map(({ field, hidden }) => describeColumn(view, field, hidden));

  return {
    list: (type, base, offset) => page(type, base, visible(type), offset),
    recent: (type, base) =>
      page(
        type,
        base,
        visible(type)
          .filter((view) => view.scope === 'mru' || view.filter !== null)
          .slice(0, 5),
        0,
      ),
    one: (type, id, base) => element(byId(type, id), base),
    describe(type, id) {
      const view = byId(type, id);
      if (!view.soqlCompatible) throw incompatible();
      const condition = conditionOf(view);
      return {
        columns: describeColumns(view),
        id: view.id.slice(0, 15),
        orderBy: ['Name', 'Id'].map((path) => ({
          fieldNameOrPath: path,
          nullsPosition: 'first',
          sortDirection: 'ascending',
        })),
        query: queryOf(view),
        scope: view.scope,
        sobjectType: view.type,
        whereCondition: condition ? toWhereCondition(condition) : { conditions: [], conjunction: 'and' },
      };
    },
    results(type, id, limit, offset) {
      const view = byId(type, id);
      const { rows } = run(view, `${queryOf(view)} LIMIT ${limit} OFFSET ${offset}`);
      const columns = columnsOf(view);
      return {
        columns: describeColumns(view),
        developerName: view.developerName,
        done: true,
        id: view.id.slice(0, 15),
        label: view.label,
        records: Array.from(rows, (row) => ({
          columns: columns.map(({ field }) => ({
            fieldNameOrPath: field.path,
            value: resultText(field.def, field.read(row)),
          })),
        })),
        size: rows.length,
      };
    },
    select(type, developerName) {
      const view = byName(type, developerName);
      return run(view, `SELECT Id${fromOf(view)}`);
    },
    change(type, developerName, change) {
      const view = byName(type, developerName);
      if (change.deleted) {
        views = views.filter((one) => one !== view);
        return;
      }
      if (change.filter) parseCondition(change.filter);
      const { filter = view.filter, label = view.label, scope = view.scope } = change;
      const changed = { ...view, filter: filter === '' ? null : filter, label, scope, modifiedSecond: org.nowSecond() };
      views = views.map((one) => (one === view ? changed : one));
    },
    setShared(id, isShared) {
      const found = views.find((view) => view.id.slice(0, 15) === id.slice(0, 15));
      if (!found) throw new Error(`The sandbox has no list view ${id}.`);
      views = views.map((view) => (view === found ? { ...view, isPrivate: !isShared } : view));
    },
  };
}

const incompatible = (): ApiError =>
  new ApiError(400, 'INVALID_OPERATION', 'The list view is not compatible with SOQL and has no query');

const selectItem = ({ def, path }: ResolvedField): string => (def.type === 'picklist' ? `toLabel(${path})` : path);

/** In results every value is text or null: labels for picklists, Java's dates for datetimes. */
function resultText(def: FieldDef, value: Value): string | null {
  if (value === null) return null;
  if (def.type === 'datetime' && typeof value === 'number') return formatJavaDate(value);
  return String(def.type === 'picklist' ? labelOf(def, value) : value);
}

function describeColumn(view: ListView, field: ResolvedField, hidden: boolean): Record<string, unknown> {
  const [ascending, descending] =
    field.def.type === 'picklist'
      ? ['Low to High', 'High to Low']
      : field.def.type === 'phone'
        ? ['9-0', '0-9']
        : field.def.type === 'boolean'
          ? ['No to Yes', 'Yes to No']
          : ['Z-A', 'A-Z'];
  const isSorted = field.path === 'Name';
  return {
    ascendingLabel: hidden ? null : ascending,
    descendingLabel: hidden ? null : descending,
    fieldNameOrPath: field.path,
    hidden,
    label: field.parents.length > 0 && !hidden ? `${view.type} Owner ${field.def.label}` : field.def.label,
    selectListItem: selectItem(field),
    sortDirection: isSorted ? 'ascending' : null,
    sortIndex: isSorted ? 0 : null,
    sortable: !hidden,
    type: field.def.type,
  };
}
