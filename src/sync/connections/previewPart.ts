import type { SourcePage } from '../../contract/sources.ts';
import type { Db } from '../../db/database.ts';
import { findUnmet, readPeople, type Reading } from '../../db/leftSource.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { storePreviewPart, type PreviewRow } from '../../db/previews.ts';
import { countSeen, forgetSeen, noteSeen, whichSeen } from '../../db/sourceSeen.ts';
import { NAMELESS_CODES } from '../../db/sourceFiles.ts';
import type { MappedRow } from '../../domain/draft.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import { showMobile } from '../../domain/phone.ts';
import type { FileOptions } from '../../domain/sourceFile.ts';
import { applyPage, type PageResult } from '../applyPage.ts';
import type { SyncContext } from '../context.ts';
import { addPages, type PreviewResult, type ShowChange, type Tally } from './previewResult.ts';

/** An import that has all it needs to be read. */
export type CompleteConfig = ImportConfigRow & { readonly source_id: string; readonly fields: FieldMapping };

/** A preview that is read for. */
export interface PreviewWork {
  readonly row: Pick<PreviewRow, 'id' | 'cursor' | 'pages' | 'file_id'> & { readonly result: PreviewResult | null };
  readonly connection: ConnectionRow;
  readonly config: CompleteConfig;
  /** Read instead of the source; null for none. */
  readonly upload: PreviewedUpload | null;
}

/** A file of an admin's own whose rows correct those of a run. */
export interface PreviewedUpload {
  readonly fileId: string;
  readonly corrects: string;
  /** The import's, with the upload's own delimiter and encoding. */
  readonly options: FileOptions;
}

/** A page that was read for a preview. */
export interface PreviewPage {
  readonly rows: readonly MappedRow[];
  /** Records it shows to be in the source. */
  readonly met: readonly string[];
}

/** People shown of those who left the source. */
const LEFT_SHOWN = 50;

/**
 * Takes the next part of a source into a preview: merged in a transaction that is rolled back, then added to what came
 * before and stored with the cursor behind it.
 *
 * What earlier parts wrote was rolled back, so a part can't see it. Records that came before and numbers that were
 * given to somebody are remembered instead: the first are not counted again, and a second person for one of the numbers
 * is refused, as a run would. Only a number that was given up in an earlier part still looks taken.
 *
 * @param so.callsSpent - calls of all parts, this one included
 * @throws PreviewTaken
 */
export async function takePartIn(
  ctx: SyncContext,
  preview: PreviewWork,
  so: PreviewResult,
  part: {
    readonly pagesBefore: number;
    readonly pages: readonly PreviewPage[];
    /** The last of them as it came. */
    readonly last: SourcePage;
    readonly show: ShowChange;
    /** Rows say to whom contacts are assigned. */
    readonly assignsUsers: boolean;
    /** Of sources of files: whether who is not in the file has left the source; null for others. */
    readonly file: { readonly tellsWhoLeft: boolean } | null;
  },
): Promise<PreviewResult> {
  const { row, connection, config } = preview;
  const { pages, pagesBefore, last } = part;
  const seen =
    pagesBefore === 0 ? new Set<string>() : await whichSeen(ctx.dataSource.manager, row.id, pages.flatMap(keysOf));
  // A file is read as it stood at one moment: rows that share an ID are not repeats, and were refused when it was read.
  const fresh = pages.map(({ rows }) => rows.filter((one) => part.file !== null || !seen.has(recordIdOf(one))));
  const repeats = pages.reduce((sum, { rows }, index) => sum + rows.length - fresh[index]!.length, 0);
  const results = await applyAndUndo(
    ctx,
    preview,
    { before: so.outcomes.read, assignsUsers: part.assignsUsers },
    fresh.map((rows) => rows.map((one) => refuseTaken(one, seen))),
  );
  const tally = addPages(so, results, repeats, part.show);
  const reading = { readerId: row.id, connectionId: connection.id, recordType: config.record_type };
  return ctx.dataSource.transaction(async (tx) => {
    await noteSeen(tx, row.id, [...pages.flatMap(({ met }) => met), ...numbersGiven(results)]);
    const tells = last.last && tellsWhoLeft(part.file, tally);
    const left = tells ? await whoLeft(tx, reading, part.file ? null : so.sourceRows) : null;
    const result: PreviewResult = { ...so, ...tally, ...left, complete: last.last };
    if (last.last) await forgetSeen(tx, row.id);
    const cursor = last.last ? null : last.next;
    await storePreviewPart(tx, row.id, { pagesBefore, pages: pagesBefore + pages.length, cursor, result });
    return result;
  });
}

/** Rows that don't tell whose they are may be anybody's who is missing. */
function tellsWhoLeft(file: { readonly tellsWhoLeft: boolean } | null, { counts }: Tally): boolean {
  return file === null || (file.tellsWhoLeft && !counts.some(({ code }) => NAMELESS_CODES.includes(code)));
}

const recordIdOf = (row: MappedRow): string => (row.ok ? row.draft.recordId : row.recordId);

function keysOf({ rows }: PreviewPage): string[] {
  return rows.flatMap((row) => (row.ok ? [row.draft.recordId, row.draft.mobile] : [row.recordId]));
}

/** A row whose number went to somebody of an earlier part becomes the error that a run would make of it. */
function refuseTaken(row: MappedRow, seen: ReadonlySet<string>): MappedRow {
  if (!row.ok || !seen.has(row.draft.mobile)) return row;
  const { recordId, modifiedAt, firstName, lastName, mobile, optOut, optOutSaid } = row.draft;
  return {
    ok: false,
    kind: 'error',
    recordId,
    modifiedAt,
    name: `${firstName} ${lastName}`,
    optOut,
    optOutSaid,
    problems: [
      {
        code: 'phone_taken',
        column: 'Mobile number',
        value: mobile,
        message:
          `${showMobile(mobile)} already belongs to somebody in an earlier row. ` +
          'A number belongs to one contact in a team. Correct one of the two.',
      },
    ],
  };
}

/** Numbers that contacts would have got which they did not have. */
function numbersGiven(results: readonly PageResult[]): string[] {
  return results
    .flatMap(({ rows }) => rows ?? [])
    .flatMap(({ outcome, mobile, changes }) =>
      mobile !== null && (outcome === 'created' || changes.some(({ field }) => field === 'Mobile number'))
        ? [mobile]
        : [],
    );
}

/** Whom a run that met the same records would mark as having left. */
async function whoLeft(
  tx: Db,
  reading: Reading,
  sourceRows: number | null,
): Promise<Pick<PreviewResult, 'leftSource' | 'leftSamples'> | null> {
  if (sourceRows !== null && (await countSeen(tx, reading.readerId)) < sourceRows) return null;
  const unmet = await findUnmet(tx, reading);
  return { leftSource: unmet.length, leftSamples: await readPeople(tx, unmet.slice(0, LEFT_SHOWN)) };
}

async function applyAndUndo(
  ctx: SyncContext,
  { connection, config }: PreviewWork,
  rows: { readonly before: number; readonly assignsUsers: boolean },
  pages: readonly (readonly MappedRow[])[],
): Promise<PageResult[]> {
  const of = {
    teamId: connection.team_id,
    connectionId: connection.id,
    connectionName: connection.name,
    recordType: config.record_type,
    runId: null,
    optOut: config.opt_out,
    assignsUsers: rows.assignsUsers,
    now: ctx.now(),
    details: true,
  };
  const results: PageResult[] = [];
  const runner = ctx.dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    let firstRow = rows.before + 1;
    for (const page of pages) {
      results.push(await applyPage(runner.manager, { ...of, rows: page, firstRow }));
      firstRow += page.length;
    }
    return results;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}
