import type { Db } from '../db/database.ts';
import { causesOf, type Cause } from '../db/reads/causes.ts';
import { shownFile } from '../domain/fileWords.ts';
import { easternTime } from '../domain/times.ts';
import type { SyncContext } from './context.ts';

interface MailedRun {
  team_id: string;
  team_slug: string;
  team_name: string;
  connection_name: string;
  record_type: string;
  source_name: string;
  state: 'succeeded' | 'completed_with_errors' | 'failed' | 'cancelled';
  rows_read: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  errors: number;
  opt_outs_set: number;
  error_message: string | null;
  /** What there is to say of a run that found nothing to import. */
  note: string | null;
  reads_files: boolean;
  /** Null when none was read. */
  file_name: string | null;
  notify: { addresses: string[]; when: 'every' | 'errors' | 'failures'; attachErrors?: boolean };
}

const MOST_CAUSES = 10;

/**
 * Queues the mails about a run that has just ended, one an address, in the transaction that ends it; the run and
 * address together are unique, so a crash can't mail twice. The mail leaves the building: it holds counts, reasons and
 * a link, but nothing of a row, whose names and numbers stay behind the sign-in; but for the rows in error of a file,
 * which are attached unless the import says otherwise.
 */
export async function queueRunMails(tx: Db, ctx: SyncContext, runId: string, now: Date): Promise<void> {
  const rows: MailedRun[] = await tx.query(
    `select r.*, t.slug as team_slug, t.name as team_name, c.name as connection_name, r.settings->>'sourceName' as source_name,
       i.notify, f.name as file_name, r.settings->>'files' is not null as reads_files
     from run r left join source_file f on f.id = r.file_id join team t on t.id = r.team_id join connection c on c.id = r.connection_id
     join import_config i on i.connection_id = r.connection_id and i.record_type = r.record_type
     where r.id = $1`,
    [runId],
  );
  const run = rows[0];
  if (!run || !isWanted(run)) return;
  const counts: { code: string; kind: 'error'; count: number }[] = await tx.query(
    `select code, kind, count(*)::int as count from row_issue where run_id = $1 and kind = 'error' group by code, kind`,
    [runId],
  );
  const causes = causesOf(counts).slice(0, MOST_CAUSES);
  const attachment = attaches(run) ? 'error_rows' : null;
  await tx.query(
    `insert into mail (team_id, run_id, address, subject, body, state, due_at, created_at, attachment)
     select $1, $2, address, $4, $5, 'waiting', $6, $6, $7 from unnest($3::text[]) as address on conflict do nothing`,
    [
      run.team_id,
      runId,
      run.notify.addresses,
      subjectOf(run),
      bodyOf(run, runId, causes, ctx.publicUrl, now),
      now,
      attachment,
    ],
  );
}

function isWanted(run: MailedRun): boolean {
  if (run.notify.when === 'failures') return run.state === 'failed';
  if (run.notify.when === 'errors') return run.state === 'failed' || run.state === 'completed_with_errors';
  return run.state !== 'cancelled';
}

function attaches(run: MailedRun): boolean {
  return run.file_name !== null && run.errors > 0 && run.notify.attachErrors !== false;
}

function subjectOf(run: MailedRun): string {
  if (run.state === 'failed') return `Import failed: ${run.connection_name}`;
  if (run.note !== null) return `No new file: ${run.connection_name}`;
  if (run.errors > 0) return `Import completed with ${count(run.errors, 'error')}: ${run.connection_name}`;
  return `Import completed: ${run.connection_name}`;
}

function bodyOf(
  run: MailedRun,
  runId: string,
  causes: readonly Cause[],
  publicUrl: string,
  now: Date,
): string {
  const lines = [
    `${run.connection_name}, “${run.source_name}” (${run.record_type}), ${run.team_name}`,
    `Ended ${easternTime(now)}.`,
    '',
    ...(run.error_message ? [run.error_message, ''] : []),
    ...(run.note ? [run.note, ''] : []),
    ...(run.reads_files ? fileCounts(run) : recordCounts(run)),
    ...causes.map((cause) => `${number(cause.count)} × ${cause.title}`),
    ...(causes.length > 0 ? [''] : []),
    ...(attaches(run) ? ATTACHED : []),
    `Everything about this run: ${publicUrl}/t/${run.team_slug}/runs/${runId}`,
  ];
  return lines.join('\n');
}

function recordCounts(run: MailedRun): string[] {
  return [
    `Rows read  ${number(run.rows_read)}`,
    `Created    ${number(run.created)}`,
    `Updated    ${number(run.updated)}`,
    `Unchanged  ${number(run.unchanged)}`,
    `Skipped    ${number(run.skipped)}`,
    `Errors     ${number(run.errors)}`,
    `Opt-outs   ${number(run.opt_outs_set)}`,
    '',
  ];
}

/** What became of a file's rows; of one that was not read to its end, of those that were read. */
function fileCounts(run: MailedRun): string[] {
  const { file_name: name } = run;
  if (name === null) return [];
  const { created, updated, unchanged, skipped, errors } = run;
  const rows = count(run.rows_read, 'row');
  const held = run.state === 'failed' ? `Of ${shownFile(name)}, ${rows} had been read` : `${shownFile(name)} held ${rows}`;
  return [
    `${held}: ${number(created + updated + unchanged)} imported (${number(created)} created, ${number(updated)} updated, ` +
      `${number(unchanged)} unchanged), ${count(errors, 'error')}, ${number(skipped)} skipped.`,
    ...(run.opt_outs_set > 0 ? [`${count(run.opt_outs_set, 'person', 'people')} opted out by it.`] : []),
    '',
  ];
}

const ATTACHED = [
  'The rows in error are attached as the file had them, each with what is wrong. Correct them there, then upload that file on ' +
    'the run’s page, or put it in the folder under a name with the import’s prefix.',
  '',
];

const number = (value: number): string => value.toLocaleString('en-US');

const count = (value: number, word: string, several = `${word}s`): string =>
  `${number(value)} ${value === 1 ? word : several}`;
