import { ApiError, queryError } from '../apiError.ts';
import { countFilled } from './countFilled.ts';
import type { Query } from './ast.ts';
import { rowWriter, type RowWriter } from './emit.ts';
import { parseQuery } from './parse.ts';
import { SEE_DESCRIBE, type Catalog } from './resolve.ts';
import { selectRows, type Selection } from './selectRows.ts';

/** Longest query text the org takes. */
const MAX_QUERY_LENGTH = 100_000;

export type QueryResult =
  | { kind: 'rows'; selection: Selection; write: RowWriter }
  /** `SELECT COUNT()`: a number and no rows. */
  | { kind: 'count'; totalSize: number }
  /** `SELECT COUNT(Id) n`: one row. */
  | { kind: 'aggregate'; values: Record<string, number> };

export interface QueryOptions {
  now: Date;
  includeDeleted: boolean;
  /** Rows of the "recently viewed" scope; left out, that scope is refused, as `/query` does. */
  recentRows?: (type: string) => readonly number[];
}

/**
 * Runs one query.
 *
 * @throws ApiError `MALFORMED_QUERY`, `INVALID_TYPE`, `INVALID_FIELD`, `INVALID_QUERY_FILTER_OPERATOR`,
 *   `NUMBER_OUTSIDE_VALID_RANGE`
 */
export function runQuery(text: string, catalog: Catalog, options: QueryOptions): QueryResult {
  if (text.length > MAX_QUERY_LENGTH)
    throw new ApiError(400, 'MALFORMED_QUERY', 'SOQL statements cannot be longer than 100000 characters.');
  const query = parseQuery(text);
  const source = catalog.source(query.from);
  if (!source) {
    throw queryError(
      'INVALID_TYPE',
      text,
      query.fromAt,
      `sObject type '${query.from}' is not supported. If you are attempting to use a custom object, be sure to ` +
        `append the '__c' after the entity name. ${SEE_DESCRIBE}`,
    );
  }
  const recent = scopeRows(
    query,
    source.schema.name,
    source.schema.supportedScopes.map((scope) => scope.name),
    options,
  );
  const counts = query.select.filter((item) => item.kind === 'count');
  if (counts.length === 1 && query.select.length === 1 && counts[0]!.path === null) {
    const selection = selectRows(
      { ...query, orderBy: [] },
      source,
      catalog,
      options.now,
      options.includeDeleted,
      recent,
    );
    return { kind: 'count', totalSize: selection.totalSize };
  }
  if (counts.length > 0 && counts.length === query.select.length) {
    const selection = selectRows(
      { ...query, orderBy: [] },
      source,
      catalog,
      options.now,
      options.includeDeleted,
      recent,
    );
    const values: Record<string, number> = {};
    counts.forEach((item, i) => {
      if (item.path === null)
        throw queryError('MALFORMED_QUERY', text, item.at, 'COUNT() must be the only element of the SELECT list');
      values[item.alias ?? `expr${i}`] = countFilled(item.path, item.at, query, source, catalog, selection.rows);
    });
    return { kind: 'aggregate', values };
  }
  const write = rowWriter(query, source, catalog);
  return {
    kind: 'rows',
    selection: selectRows(query, source, catalog, options.now, options.includeDeleted, recent),
    write,
  };
}

function scopeRows(
  query: Query,
  type: string,
  supported: readonly string[],
  options: QueryOptions,
): readonly number[] | null {
  if (query.scope === null) return null;
  if (query.scope === 'mru' && options.recentRows) return options.recentRows(type);
  if (!supported.includes(query.scope)) {
    throw queryError(
      'MALFORMED_QUERY',
      query.text,
      query.scopeAt,
      `Scope '${query.scope}' is not supported for entity '${type}'`,
    );
  }
  return null;
}
