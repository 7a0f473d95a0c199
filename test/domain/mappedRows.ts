import type { Draft, MappedRow } from '../../src/domain/draft.ts';

/** Seconds after a moment all these tests share. */
export const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 15, 0, seconds));
export const mobileOf = (n: number): string => `+1716555${String(1000 + n)}`;

/** A row that can be taken. */
export const taken = (recordId: string, one: Partial<Draft> = {}): MappedRow => ({
  ok: true,
  warnings: [],
  draft: {
    recordId,
    modifiedAt: at(1),
    firstName: 'Maria',
    lastName: 'Alvarez',
    mobile: mobileOf(1),
    userId: null,
    optOut: 'keep',
    optOutSaid: null,
    custom: null,
    ...one,
  },
});

/** A row that is refused or skipped before the merge. */
export const notTaken = (
  recordId: string,
  one: { kind?: 'error' | 'skipped'; optOut?: Draft['optOut']; modifiedAt?: Date } = {},
): MappedRow => ({
  ok: false,
  kind: one.kind ?? 'error',
  recordId,
  modifiedAt: one.modifiedAt ?? at(1),
  name: 'Maria Alvarez',
  problems: [
    one.kind === 'skipped'
      ? { code: 'record_deleted', column: null, value: null, message: 'Deleted.' }
      : { code: 'phone_digits', column: 'Mobile number', value: '716', message: 'Three digits.' },
  ],
  optOut: one.optOut ?? 'keep',
  optOutSaid: null,
});

/** The same rows as those of a file, one a line below its header. */
export const inFile = (rows: readonly MappedRow[]): MappedRow[] =>
  rows.map((row, index) => ({ ...row, origin: { line: index + 2, cells: [] } }));
