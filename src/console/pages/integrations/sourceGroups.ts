import type { SourceSummary } from '../../../http/schemas/sources.ts';

/** Value of the line below the sources that lists more of them; no source has it. */
export const MORE = '+more';

export interface SourceGroup {
  /** Null for sources that are in no folder. */
  readonly folder: string | null;
  readonly sources: readonly SourceSummary[];
}

/** Sources by folder, both in the order they came. */
export function byFolder(sources: readonly SourceSummary[]): readonly SourceGroup[] {
  const groups = new Map<string | null, SourceSummary[]>();
  for (const source of sources) {
    const group = groups.get(source.folder);
    if (group === undefined) groups.set(source.folder, [source]);
    else group.push(source);
  }
  return [...groups].map(([folder, members]) => ({ folder, sources: members }));
}
