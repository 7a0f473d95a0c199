import { setTimeout as pause } from 'node:timers/promises';
import { Argument, Option, type Command } from 'commander';
import { readRunDetails, type RunQuestion } from '../../db/reads/runDetails.ts';
import { readRunSummary, type RunStateName, type RunSummary } from '../../db/reads/runSummary.ts';
import { listRuns } from '../../db/reads/runs.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { SyncContext } from '../../sync/context.ts';
import { answerRun, type RunAnswer } from '../../sync/answerRun.ts';
import { RequestError } from '../../sync/errors.ts';
import { cancelRun, startRun } from '../../sync/startRun.ts';
import { chosenConnection } from '../chosenConnection.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { REFUSED } from '../failure.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printFacts, printRows } from '../print.ts';

const STATES: readonly RunStateName[] = [
  'queued',
  'running',
  'succeeded',
  'completed_with_errors',
  'failed',
  'cancelled',
];
const POLL_MS = 500;

/** `rollcall runs list|show|start|cancel|answer` */
export function addRuns(program: Command, { withContext, actor }: CommandLine): void {
  const runs = program.command('runs').description('Imports that were made, are being made, or wait');
  const recordType = (): Option =>
    new Option('--record-type <type>', 'Contact or Lead').choices(['Contact', 'Lead'] satisfies RecordType[]);

  runs
    .command('list')
    .description('list the newest 50 runs')
    .option('--connection <connection>', 'only of this connection, by name or ID')
    .addOption(recordType())
    .addOption(new Option('--state <state>', 'only in this state').choices(STATES))
    .option('--before <id>', 'the ID of the last run of the page before')
    .action(async (options: ListOptions, command: Command) => {
      const { json, team } = globalOptions(command);
      const { runs: list } = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { connection, ...rest } = options;
        const one =
          connection === undefined ? {} : { connectionId: (await chosenConnection(ctx, teamId, connection)).id };
        return listRuns(ctx.dataSource.manager, teamId, { ...rest, ...one });
      });
      printRows(
        list,
        [
          ['QUEUED', (run) => run.queuedAt],
          ['CONNECTION', (run) => run.connectionName],
          ['TYPE', (run) => run.recordType],
          ['KIND', (run) => run.kind],
          ['STATE', (run) => run.state],
          ['WAITS FOR', (run) => run.hold?.kind ?? null],
          ['ROWS', (run) => run.outcomes.read],
          ['CREATED', (run) => run.outcomes.created],
          ['UPDATED', (run) => run.outcomes.updated],
          ['ERRORS', (run) => run.outcomes.errors],
          ['CALLS', (run) => run.callsSpent],
          ['FORECAST', (run) => run.callsForecast],
          ['STARTED BY', (run) => run.startedBy],
          ['ID', (run) => run.id],
        ],
        json,
      );
    });

  runs
    .command('show <id>')
    .description('show one run, its causes and its log')
    .action(async (id: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      const details = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        return (await readRunDetails(ctx.dataSource.manager, teamId, id)) ?? missing(id);
      });
      const causes = details.causes.map(
        (cause) => [cause.kind, `${cause.count} ${cause.title} (${cause.code})`] as const,
      );
      const log = details.log.map((line) => [line.at, line.message] as const);
      printFacts([...runFacts(details), ...questionFacts(details.question), ...causes, ...log], details, json);
    });

  runs
    .command('start <connection>')
    .description('queue a run; the service makes it')
    .addOption(recordType().default('Contact'))
    .option('--full', 'read everything, not only what changed')
    .option('--wait', 'wait until it has ended; exit code 1 when it failed or was cancelled')
    .action(async (name: string, options: StartOptions, command: Command) => {
      const { json, team } = globalOptions(command);
      const run = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { id: connectionId } = await chosenConnection(ctx, teamId, name);
        const { recordType: type, full = false } = options;
        const id = await startRun(ctx, { teamId, connectionId, recordType: type, full, startedBy: 'command line' });
        return options.wait ? waitForEnd(ctx, teamId, id) : readRun(ctx, teamId, id);
      });
      printFacts(runFacts(run), run, json);
      if (options.wait && (run.state === 'failed' || run.state === 'cancelled')) process.exitCode = REFUSED;
    });

  runs
    .command('cancel <id>')
    .description('ask a run to stop after the page in hand')
    .action(async (id: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      const run = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        await cancelRun(ctx, { teamId, runId: id });
        return readRun(ctx, teamId, id);
      });
      const words = run.state === 'cancelled' ? 'The run was cancelled.' : 'The run stops after the page in hand.';
      printDone(words, run, json);
    });

  runs
    .command('answer <id>')
    .description('answer a run that stopped to ask about its source, or about columns that are gone')
    .addArgument(
      new Argument('<answer>', 'import the source as it is now; keep or clear what columns filled; or stop').choices([
        'import',
        'keep',
        'clear',
        'stop',
      ]),
    )
    .option('--remember', 'answer about these columns for later files too')
    .action(async (id: string, answer: RunAnswer['answer'], { remember }: { remember?: true }, command: Command) => {
      const { json, team } = globalOptions(command);
      const run = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        await answerRun(ctx, { teamId, runId: id, answer, remember, actor });
        return readRun(ctx, teamId, id);
      });
      printDone(answer === 'stop' ? 'The run is kept stopped.' : 'The run goes on.', run, json);
    });
}

interface ListOptions {
  readonly connection?: string;
  readonly recordType?: RecordType;
  readonly state?: RunStateName;
  readonly before?: string;
}

interface StartOptions {
  readonly recordType: RecordType;
  readonly full?: boolean;
  readonly wait?: boolean;
}

async function readRun(ctx: SyncContext, teamId: string, id: string): Promise<RunSummary> {
  return (await readRunSummary(ctx.dataSource.manager, teamId, id)) ?? missing(id);
}

async function waitForEnd(ctx: SyncContext, teamId: string, id: string): Promise<RunSummary> {
  for (;;) {
    const run = await readRun(ctx, teamId, id);
    if (run.state !== 'queued' && run.state !== 'running') return run;
    await pause(POLL_MS);
  }
}

function missing(id: string): never {
  throw new RequestError('not_found', 'run_missing', `The team has no run ${id}. See: rollcall runs list`);
}

function runFacts(run: RunSummary): (readonly [string, string | number | null])[] {
  const { read, created, updated, unchanged, skipped, errors } = run.outcomes;
  return [
    ['Run', run.id],
    ['Connection', `${run.connectionName}, ${run.recordType}, ${run.sourceName}`],
    ['Kind', run.kind],
    ['State', run.state],
    ['Started by', run.startedBy],
    ['Queued', run.queuedAt],
    ['Started', run.startedAt],
    ['Finished', run.finishedAt],
    [
      'Rows',
      `${read} = ${created} created + ${updated} updated + ${unchanged} unchanged + ${skipped} skipped + ${errors} errors`,
    ],
    ['Opt-outs', `${run.optOutsSet} set, ${run.optOutsLifted} lifted, ${run.optInsNotApplied} opt-ins not applied`],
    ['Calls', run.callsForecast === null ? run.callsSpent : `${run.callsSpent} of about ${run.callsForecast}`],
    ['Waits', run.hold && `${run.hold.message} ${run.hold.remedy} (${run.hold.code})`],
    ['Failed', run.error && `${run.error.message} ${run.error.remedy} (${run.error.code})`],
  ];
}

function questionFacts(question: RunQuestion | null): (readonly [string, string])[] {
  if (!question) return [];
  const version = ({ name, filter, count }: RunQuestion['before']): string =>
    `“${name}”, ${count ?? '–'} people, ${filter === '' ? 'no filter' : filter}`;
  return [
    ['Before', version(question.before)],
    ['Now', version(question.after)],
  ];
}
