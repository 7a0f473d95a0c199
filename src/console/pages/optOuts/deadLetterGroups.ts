import type { DeadLetterGroup } from '../../../http/schemas/optOuts.ts';
import type { RetriedRow } from './useRetried.ts';

/**
 * The groups as they are shown: the dead letters there are, and in their old places the rows that were sent again and
 * are followed. A group stays while a row of it is followed.
 */
export function shownGroups(
  groups: readonly DeadLetterGroup[],
  retried: ReadonlyMap<string, RetriedRow>,
): readonly DeadLetterGroup[] {
  const shown = new Map(groups.map((group) => [group.key, group]));
  for (const { letter, group } of retried.values()) {
    const there = shown.get(group.key) ?? { ...group, count: 0, items: [] };
    if (there.items.some((item) => item.id === letter.id)) continue;
    shown.set(group.key, { ...there, items: [...there.items, letter].sort((a, b) => a.since.localeCompare(b.since)) });
  }
  return [...shown.values()].sort((a, b) => oldest(a).localeCompare(oldest(b)));
}

function oldest(group: DeadLetterGroup): string {
  return group.items[0]?.since ?? '';
}
