import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { QueryString } from '../../router/queryString.ts';

const TABS = new Set(['summary', 'errors', 'skipped', 'warnings', 'log']);

/** The tab in the address. Another tab begins without the filters of the one before. */
export function useRunTab(): [string, (tab: string | null) => void] {
  const query: QueryString = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (tab: string | null) => {
      void navigate({ to: '.', search: tab === null || tab === 'summary' ? {} : { tab }, replace: true, resetScroll: false });
    },
    [navigate],
  );
  const tab = query['tab'];
  return [tab !== undefined && TABS.has(tab) ? tab : 'summary', show];
}
