import type { KeyboardEvent } from 'react';

const LINKS = 'a[href], button';

/** Arrow keys, Home and End go from a row's link to the same of another row. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > tr[data-index], :scope > li')];
  const at = rows.findIndex((row) => row.contains(event.target as Element));
  if (at === -1) return;
  const next = target(event.key, at, rows.length);
  if (next === undefined) return;
  const link = rows[next]?.querySelector<HTMLElement>(LINKS);
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus();
}

function target(key: string, at: number, rows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, rows - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}
