import { ApiError, queryError } from '../apiError.ts';
import type { RowSource } from '../rowSource.ts';
import type { Value } from '../schema.ts';
import type { Condition, Query } from './ast.ts';
import { compileCondition, type Predicate } from './compile.ts';
import { resolveField, type Catalog } from './resolve.ts';

/** Rows a query may skip with OFFSET. */
const MAX_OFFSET = 2000;

export interface Selection {
  source: RowSource;
  /** The rows to show, in order, after OFFSET and LIMIT. */
  rows: Uint32Array;
  /** Matches as the org counts them: LIMIT cuts the count, OFFSET caps it. */
  totalSize: number;
}

interface Bounds {
  from: number;
  to: number;
}

const ANY: Bounds = { from: 0, to: Infinity };

/**
 * The stamps (epoch seconds, both ends included) outside which no row can match. Makes the usual pull, whose conditions
 * and order are both by one indexed time, a walk over part of the index.
 *
 * @param isIndexed - whether a field is the one the index is of
 */
export function stampBounds(node: Condition | null, isIndexed: (path: string) => boolean): Bounds {
  if (!node || node.kind === 'not') return ANY;
  if (node.kind === 'leaf') {
    const [value] = node.values;
    if (value?.kind !== 'datetime' || !isIndexed(node.path)) return ANY;
    switch (node.operator) {
      case '=':
        return { from: value.value, to: value.value };
      case '>':
      case '>=':
        return { from: value.value, to: Infinity };
      case '<':
      case '<=':
        return { from: 0, to: value.value };
      default:
        return ANY;
    }
  }
  const parts = node.parts.map((part) => stampBounds(part, isIndexed));
  return node.kind === 'and'
    ? { from: Math.max(...parts.map((part) => part.from)), to: Math.min(...parts.map((part) => part.to)) }
    : { from: Math.min(...parts.map((part) => part.from)), to: Math.max(...parts.map((part) => part.to)) };
}

/** The ids that a match must be one of, when the condition says so: then no scan is needed. */
function idCandidates(node: Condition | null, source: RowSource): number[] | null {
  if (node?.kind === 'and') {
    return node.parts.map((part) => idCandidates(part, source)).find((rows) => rows !== null) ?? null;
  }
  if (node?.kind !== 'leaf' || node.path.toLowerCase() !== 'id' || (node.operator !== '=' && node.operator !== 'in'))
    return null;
  const rows = node.values.map((value) => (value.kind === 'string' ? source.rowOf(value.value) : -1));
  return [...new Set(rows)].filter((row) => row >= 0).sort((a, b) => a - b);
}

/** Grows as needed; a plain array of half a million numbers costs several times more. */
class RowList {
  #rows = new Uint32Array(1024);
  length = 0;

  push(row: number): void {
    if (this.length === this.#rows.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    this.#rows[this.length++] = row;
  }

  toArray(): Uint32Array {
    return this.#rows.slice(0, this.length);
  }
}

/**
 * Finds and orders the rows of a query.
 *
 * @param includeDeleted - `queryAll`
 * @throws ApiError as {@link compileCondition}; `NUMBER_OUTSIDE_VALID_RANGE` for an OFFSET over 2,000
 */
export function selectRows(
  query: Query,
  source: RowSource,
  catalog: Catalog,
  now: Date,
  includeDeleted: boolean,
  mru: readonly number[] | null,
): Selection {
  if (query.offset > MAX_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  const condition: Predicate = query.where
    ? compileCondition(query.where, { catalog, source, query: query.text, now })
    : () => true;
  const isInScope = scopeTest(query.scope, source);
  const recent = mru ? new Set(mru) : null;
  const matches: Predicate = (row) =>
    source.isVisible(row) &&
    (includeDeleted || !source.isDeleted(row)) &&
    isInScope(row) &&
    (!recent || recent.has(row)) &&
    condition(row);

  const order = query.orderBy.map((item) => ({
    ...item,
    field: resolveField(catalog, source, item.path, query.text, item.at),
  }));
  for (const { field, at } of order) {
    if (field.def.type === 'multipicklist' || field.def.type === 'address') {
      throw queryError('INVALID_FIELD', query.text, at, `field '${field.path}' can not be sorted in a query call`);
    }
  }
  const stop = query.limit === null ? Infinity : query.limit + query.offset;
  const descending = order[0]?.descending ?? false;
  const index = order[0] && source.indexOn?.(order[0].path);
  const byStamp =
    index !== undefined &&
    order.every((item) => item.descending === descending) &&
    (order.length === 1 || (order.length === 2 && order[1]!.path.toLowerCase() === 'id'));
  const byId = order.length === 0 || (order[0]!.path.toLowerCase() === 'id' && !order[0]!.descending);
  const found = new RowList();
  const candidates = idCandidates(query.where, source);
  if (candidates) {
    for (const row of candidates) if (matches(row)) found.push(row);
  } else if (byStamp) {
    const { from, to } = stampBounds(query.where, (path) => source.indexOn?.(path) === index);
    const first = from === 0 ? 0 : index.positionOf(from);
    const end = to === Infinity ? index.length : index.positionOf(to + 1);
    const step = descending ? -1 : 1;
    for (let at = step > 0 ? first : end - 1; at >= first && at < end && found.length < stop; at += step) {
      const row = index.rowAt(at);
      if (matches(row)) found.push(row);
    }
  } else {
    for (let row = 0; row < source.rowCount && !(byId && found.length >= stop); row++)
      if (matches(row)) found.push(row);
  }
  let rows = found.toArray();
  if (candidates ? !(order.length === 0 || byId) : !byStamp && !byId) rows = sortRows(rows, order);
  if (query.limit !== null || query.offset > 0) rows = rows.slice(query.offset, stop);
  // Observed: with OFFSET the count never exceeds 2,000.
  const totalSize = query.offset > 0 ? Math.min(rows.length, MAX_OFFSET) : rows.length;
  return { source, rows, totalSize };
}

/** Whose rows a scope means. The API user is a team of its own. */
function scopeTest(scope: string | null, source: RowSource): Predicate {
  const ownerIs = (keyPrefix: string): Predicate => {
    const owner = source.accessor('OwnerId');
    return (row) => String(owner(row)).startsWith(keyPrefix);
  };
  switch (scope) {
    case 'mine':
    case 'team':
      return (row) => source.isMine(row);
    case 'queue_owned':
      return ownerIs('00G');
    case 'user_owned':
      return ownerIs('005');
    default:
      return () => true;
  }
}

type SortKey = { descending: boolean; nullsFirst: boolean; path: string; field: { read: (row: number) => Value } };

function sortRows(rows: Uint32Array, order: readonly SortKey[]): Uint32Array<ArrayBuffer> {
  const keys = order.map((item) => {
    const values = new Map<number, Value>();
    // Rows stand for ids: sorting by them needs no id text.
    const read = item.path.toLowerCase() === 'id' ? (row: number): Value => row : item.field.read;
    for (const row of rows) {
      const value = read(row);
      values.set(row, typeof value === 'string' ? value.toLowerCase() : value);
    }
    return { ...item, values };
  });
  return Uint32Array.from(
    Array.from(rows).sort((a, b) => {
      for (const { values, descending, nullsFirst } of keys) {
        const x = values.get(a)!;
        const y = values.get(b)!;
        if (x === y) continue;
        if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1;
        return (x < y ? -1 : 1) * (descending ? -1 : 1);
      }
      return a - b;
    }),
  );
}
