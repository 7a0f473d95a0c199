import { ROW_CODE_TEXTS } from '../../domain/rowCodeTexts.ts';
import type { RowCode } from '../../domain/rowCodes.ts';
import type { IssueKind } from './rowIssues.ts';

export interface Cause {
  readonly code: string;
  readonly title: string;
  readonly kind: IssueKind;
  readonly count: number;
  readonly remedy: string;
}

const WORST_FIRST: readonly IssueKind[] = ['error', 'skipped', 'warning'];

/** Why rows did not come in as they were: errors first, then skipped rows, then warnings, the most frequent first. */
export function causesOf(
  counts: readonly { readonly code: string; readonly kind: IssueKind; readonly count: number }[],
): Cause[] {
  return counts
    .map(({ code, kind, count }) => {
      const text = Object.hasOwn(ROW_CODE_TEXTS, code) ? ROW_CODE_TEXTS[code as RowCode] : null;
      return { code, title: text?.title ?? code, kind, count, remedy: text?.remedy ?? '' };
    })
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(a.kind) - WORST_FIRST.indexOf(b.kind) || b.count - a.count || a.code.localeCompare(b.code),
    );
}
