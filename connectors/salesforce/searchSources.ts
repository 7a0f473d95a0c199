import type { SourceSearch, SourceSearchRequest } from '../../src/contract/sources.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { LIST_VIEW } from './listViews.ts';
import { REPORT } from './reports/listReports.ts';

/** Sources shown for one search; each may cost one describe. */
const SHOWN = 20;

type Search = (place: { readonly offset: number; readonly limit: number }) => Promise<SourceSearch>;

/**
 * Searches one kind of source, or all of them, List Views first, as one list of pages. An API user who sees no Reports
 * at all still finds List Views.
 */
export async function searchSources(
  { kind, offset }: Pick<SourceSearchRequest, 'kind' | 'offset'>,
  searchViews: Search,
  searchReports: Search,
): Promise<SourceSearch> {
  const views = kind === REPORT ? NOTHING : await searchViews({ offset, limit: SHOWN });
  if (kind === LIST_VIEW) return views;
  const place = { offset: Math.max(0, offset - views.total), limit: SHOWN - views.sources.length };
  const reports = await searchReports(place).catch((error: unknown) => {
    const hidden = kind === null && error instanceof ConnectorError && error.code === 'NO_PERMISSION';
    if (hidden) return NOTHING;
    throw error;
  });
  return { sources: [...views.sources, ...reports.sources], total: views.total + reports.total };
}

const NOTHING: SourceSearch = { sources: [], total: 0 };
