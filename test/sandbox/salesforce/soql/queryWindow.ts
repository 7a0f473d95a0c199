import { ApiError } from '../apiError.ts';
import type { RowSource } from '../rowSource.ts';
import { parseQuery } from './parse.ts';
import type { Catalog } from './resolve.ts';
import { stampBounds } from './selectRows.ts';

/**
 * How much time a query's condition on SystemModstamp leaves, in milliseconds: what a query costs the org that is too
 * slow for it. A side without a bound reaches to the oldest record, or to `now`.
 *
 * @returns null for text that is no query of an object with stamps
 */
export function queryWindowMs(text: string, catalog: Catalog, now: Date): number | null {
  try {
    const query = parseQuery(text);
    const source = catalog.source(query.from);
    if (!source?.stampIndex) return null;
    const { from, to } = stampBounds(query.where, (path) => path.toLowerCase() === 'systemmodstamp');
    const [start, end] = [Math.max(from, oldestStamp(source)), Math.min(to + 1, now.getTime() / 1000)];
    return Math.max(0, end - start) * 1000;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

function oldestStamp(source: RowSource): number {
  const index = source.stampIndex!;
  return index.length === 0 ? 0 : Number(source.accessor('SystemModstamp')(index.rowAt(0)));
}
