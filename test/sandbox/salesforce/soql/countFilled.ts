import type { RowSource } from '../rowSource.ts';
import type { Query } from './ast.ts';
import { resolveField, type Catalog } from './resolve.ts';

/** `COUNT(field)`: the rows where the field is not empty. */
export function countFilled(
  path: string, at: number, query: Query, source: RowSource, catalog: Catalog, rows: Uint32Array,
): number {
  const { read } = resolveField(catalog, source, path, query.text, at);
  return rows.reduce((count, row) => count + (read(row) === null ? 0 : 1), 0);
}
