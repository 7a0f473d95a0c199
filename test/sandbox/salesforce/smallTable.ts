import type { RowSource } from './rowSource.ts';
import type { ObjectSchema, Value } from './schema.ts';

/**
 * An object with a handful of rows that the sandbox only reads: users, accounts, the organization, list views.
 *
 * @param rows - called at each query, so that rows may come and go; every row has an 18-character `Id`
 */
export function smallTable(schema: ObjectSchema, rows: () => readonly Record<string, Value>[]): RowSource {
  return {
    schema,
    get rowCount() {
      return rows().length;
    },
    accessor: (field) => (row) => rows()[row]?.[field] ?? null,
    column: () => undefined,
    isEdited: () => true,
    isDeleted: () => false,
    isVisible: () => true,
    idOf: (row) => String(rows()[row]!['Id']),
    rowOf: (id) => rows().findIndex((row) => String(row['Id']).slice(0, 15) === id.slice(0, 15)),
    isMine: () => true,
  };
}
