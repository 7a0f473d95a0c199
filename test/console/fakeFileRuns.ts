import type { Page } from 'playwright-core';
import type { RunFile } from '../../src/http/schemas/files.ts';
import type { Preview } from '../../src/http/schemas/previews.ts';
import type { AnswerRun, RowIssue, RunDetails } from '../../src/http/schemas/runs.ts';

const AT = '2026-11-20T15:04:00.000Z';

export const FILE: RunFile = {
  name: 'StudentData_1120.csv',
  size: 4_812_345,
  modifiedAt: '2026-11-20T11:02:00.000Z',
  state: 'disposed',
  sha256: 'ab'.repeat(32),
  encoding: 'windows-1252',
  samples: ['José', 'Zoë'],
  headers: ['StudentId', 'FirstName', 'LastName', 'MobileNumber', 'Nickname'],
  ignoredColumns: ['Nickname'],
  rows: 40_112,
  blankLines: 2,
  notes: ['The last row may be cut off: it has 3 values under 5 headers and no line end.'],
  disposal: 'Moved to /rollcall/imported/StudentData_1120_2026-11-20T1004.csv.',
  uploaded: false,
};

const OUTCOMES = { read: 40_112, created: 118, updated: 2_204, unchanged: 37_770, skipped: 8, errors: 12 };

/** A finished import of a file with twelve rows in error. */
export function fileRun(connectionId: string, changes: Partial<RunDetails> = {}): RunDetails {
  return {
    id: '8f2a0000-0000-4000-8000-000000000001',
    connectionId,
    connectionName: 'Campus SFTP',
    recordType: 'Contact',
    sourceName: 'StudentData… in /rollcall/imports',
    state: 'completed_with_errors',
    kind: 'full',
    startedBy: 'Morning window',
    resumed: 0,
    cancelRequested: false,
    queuedAt: AT,
    startedAt: AT,
    finishedAt: '2026-11-20T15:05:12.000Z',
    pages: 21,
    outcomes: OUTCOMES,
    warnings: 0,
    optOutsSet: 3,
    optOutsLifted: 0,
    optInsNotApplied: 2,
    leftSource: 0,
    hold: null,
    fileName: FILE.name,
    note: null,
    sourceRows: OUTCOMES.read,
    callsSpent: 0,
    callsForecast: 0,
    rowsPerSecond: null,
    error: null,
    causes: [
      { code: 'phone_digits', title: 'Mobile number has 9 digits', kind: 'error', count: 9, remedy: 'It needs 10.' },
      { code: 'staff_unknown', title: 'No user has this User ID', kind: 'error', count: 3, remedy: 'Add it to a user.' },
    ],
    question: null,
    file: FILE,
    corrects: null,
    correctedBy: [],
    watermarkBefore: null,
    watermarkAfter: FILE.modifiedAt,
    lookBackMinutes: 0,
    log: [{ at: AT, message: 'Fetched StudentData_1120.csv, 4.8 MB.' }],
    mails: [],
    ...changes,
  };
}

/** A run of before, stopped because two columns of the file are gone. */
export function askingRun(connectionId: string): RunDetails {
  const none = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, errors: 0 };
  const version = { name: 'StudentData… in /rollcall/imports', filter: '', count: null };
  return fileRun(connectionId, {
    id: '8f2a0000-0000-4000-8000-000000000002',
    state: 'queued',
    startedAt: null,
    finishedAt: null,
    outcomes: none,
    pages: 0,
    optOutsSet: 0,
    optInsNotApplied: 0,
    watermarkAfter: null,
    causes: [],
    file: { ...FILE, state: 'staged', disposal: '' },
    hold: {
      kind: 'question',
      code: 'columns_gone',
      message: 'Columns StaffId and OptedOut are missing from StudentData_1120.csv. Nothing was imported yet.',
      remedy: '',
      until: null,
    },
    question: {
      kind: 'columns_gone',
      before: version,
      after: version,
      columns: [
        { column: 'StaffId', fills: 'Assigned to', holding: 412, canClear: true },
        { column: 'OptedOut', fills: 'Opt-out', holding: 0, canClear: false },
      ],
    },
  });
}

/** The preview of twelve corrected rows. */
export function correctionPreview(run: RunDetails): Preview {
  return {
    id: 'c0000000-0000-4000-8000-000000000001',
    connectionId: run.connectionId,
    recordType: 'Contact',
    sourceName: run.sourceName,
    state: 'finished',
    error: null,
    rowsFetched: 12,
    sourceRows: 12,
    complete: true,
    outcomes: { read: 12, created: 4, updated: 8, unchanged: 0, skipped: 0, errors: 0 },
    optOutsSet: 0,
    optInsNotApplied: 0,
    numbersChanged: 0,
    valuesCleared: 0,
    assignmentsChanged: 0,
    leftSource: 0,
    leftSamples: [],
    changesByField: [],
    causes: [],
    samples: [],
    fullRunCalls: null,
    callsSpent: 0,
    file: { ...FILE, name: 'errors_StudentData_1120.csv', size: 2_100, rows: 12, uploaded: true, disposal: '', notes: [] },
    corrects: run.id,
    createdAt: AT,
  };
}

export interface FakeFileRuns {
  /** Answers to questions, as they were sent. */
  readonly answers: AnswerRun[];
  /** Corrections as they were sent: name and content. */
  readonly uploads: { readonly name: string; readonly content: string }[];
}

/** Answers in the service's place for these runs, for the corrections of the first one and for their preview. */
export async function fakeFileRuns(page: Page, runs: readonly RunDetails[]): Promise<FakeFileRuns> {
  const fake: FakeFileRuns = { answers: [], uploads: [] };
  const known = new Map(runs.map((run) => [run.id, run]));
  await page.route(/\/api\/teams\/[^/]+\/runs\/8f2a/, (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    const [id = '', part] = pathname.split('/runs/')[1]?.split('/') ?? [];
    const run = known.get(id);
    if (run === undefined) return route.fulfill({ status: 404, json: { code: 'not_found', message: 'There is no such run.' } });
    if (part === 'answer') {
      fake.answers.push(route.request().postDataJSON() as AnswerRun);
      known.set(id, { ...run, hold: null, question: null });
      return route.fulfill({ json: {} });
    }
    if (part === 'corrections') {
      const content = route.request().postDataBuffer()?.toString() ?? '';
      fake.uploads.push({ name: searchParams.get('name') ?? '', content });
      return route.fulfill({ json: { previewId: correctionPreview(run).id, rows: 12 } });
    }
    return route.fulfill({ json: part === 'rows' ? rowsOf(run) : run });
  });
  const first = runs[0];
  if (first === undefined) return fake;
  await page.route(/\/api\/teams\/[^/]+\/previews\/c0000000/, (route) => {
    if (!route.request().url().endsWith('/run')) return route.fulfill({ json: correctionPreview(first) });
    const next = fileRun(first.connectionId, {
      id: '8f2a0000-0000-4000-8000-000000000003',
      state: 'succeeded',
      kind: 'incremental',
      fileName: 'errors_StudentData_1120.csv',
      outcomes: { read: 12, created: 4, updated: 8, unchanged: 0, skipped: 0, errors: 0 },
      causes: [],
      corrects: first.id,
    });
    known.set(next.id, next);
    known.set(first.id, { ...first, correctedBy: [{ runId: next.id, corrected: 12 }] });
    return route.fulfill({ json: next });
  });
  return fake;
}

function rowsOf(run: RunDetails): { rows: RowIssue[]; total: number; next: null } {
  const rows = Array.from({ length: run.outcomes.errors }, (_, index): RowIssue => {
    const isPhone = index < 9;
    return {
      row: index * 37 + 13,
      line: index * 37 + 16,
      kind: 'error',
      recordId: index === 3 ? '' : `10${String(index).padStart(3, '0')}`,
      name: 'Maria Lopez',
      code: isPhone ? 'phone_digits' : 'staff_unknown',
      column: isPhone ? 'MobileNumber' : 'StaffId',
      value: isPhone ? '716-555-012' : 'jlee4',
      message: isPhone
        ? 'Mobile number has 9 digits: 716-555-012. It needs 10, or 11 beginning with 1.'
        : 'No user has the User ID jlee4.',
    };
  });
  return { rows, total: rows.length, next: null };
}
