import type { RowSource } from '../rowSource.ts';
import type { Value } from '../schema.ts';
import { labelOf } from '../soql/compile.ts';
import { resolveField, type Catalog } from '../soql/resolve.ts';
import type { ReportDefinition } from './reportDefinition.ts';
import type { ReportType } from './reportTypes.ts';

interface Group {
  key: string;
  label: string;
  value: Value;
  groupings: never[];
}

/** A run's rows under the keys of its `factMap`. */
export interface GroupedRows {
  down: Group[];
  across: Group[];
  entries: { key: string; rows: Uint32Array; hasDetails: boolean }[];
}

/**
 * Groups a run's rows by the first grouping down and the first across. Rows of a tabular report are all under `T!T`; in
 * the other formats that key has totals only.
 */
export function groupRows(
  rows: Uint32Array,
  { groupingsDown, groupingsAcross }: ReportDefinition,
  type: ReportType,
  source: RowSource,
  catalog: Catalog,
): GroupedRows {
  const [byDown, byAcross] = [groupingsDown[0], groupingsAcross[0]].map((grouping) => {
    if (!grouping) return null;
    const field = resolveField(catalog, source, type.columns.get(grouping.name)!.path, '', 0);
    const values = [...new Set(Array.from(rows, field.read))].sort((a, b) => (String(a ?? '') < String(b ?? '') ? -1 : 1));
    const groups = values.map((value, at): Group => ({
      key: String(at),
      label: value === null ? '-' : String(labelOf(field.def, value)),
      value,
      groupings: [],
    }));
    return { groups, has: (row: number, group: Group) => field.read(row) === group.value };
  });
  const only = (group: Group | null, by: typeof byDown, some: Uint32Array): Uint32Array =>
    group && by ? some.filter((row) => by.has(row, group)) : some;
  const isGrouped = Boolean(byDown) || Boolean(byAcross);
  const entries = [null, ...(byDown?.groups ?? [])].flatMap((down) =>
    [null, ...(byAcross?.groups ?? [])].map((across) => ({
      key: `${down?.key ?? 'T'}!${across?.key ?? 'T'}`,
      rows: only(across, byAcross, only(down, byDown, rows)),
      hasDetails: !isGrouped || ((!byDown || down !== null) && (!byAcross || across !== null)),
    })),
  );
  return { down: byDown?.groups ?? [], across: byAcross?.groups ?? [], entries };
}
