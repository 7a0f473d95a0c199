import { setTimeout as pause } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import {
  countRepairs,
  listAudits,
  readAudit,
  readDriftItems,
  type DriftAuditLine,
  type DriftKind,
} from '../../db/reads/optOuts/drift.ts';
import type { SyncContext } from '../../sync/context.ts';
import { repairAudit } from '../../sync/drift/repairAudit.ts';
import { startAudit } from '../../sync/drift/startAudit.ts';
import { RequestError } from '../../sync/errors.ts';
import { chosenConnection } from '../chosenConnection.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { REFUSED } from '../failure.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printFacts, printRows } from '../print.ts';

const KINDS: readonly DriftKind[] = ['out_here_only', 'out_there_only', 'gone', 'unreadable'];
const POLL_MS = 500;

/** `rollcall audits start|list|show|repair` */
export function addAudits(program: Command, { withContext, actor }: CommandLine): void {
  const audits = program.command('audits').description("Comparisons of everybody's opt-out with the CRM");

  audits
    .command('start <connection>')
    .description('compare every linked contact with its CRM record; the service does it')
    .option('--wait', 'wait until it has ended; exit code 1 when it failed')
    .action(async (name: string, options: { wait?: boolean }, command: Command) => {
      const { json, team } = globalOptions(command);
      const audit = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { id: connectionId } = await chosenConnection(ctx, teamId, name);
        const id = await startAudit(ctx, { teamId, connectionId, startedBy: actor });
        return options.wait ? waitForEnd(ctx, teamId, id) : chosenAudit(ctx, teamId, id);
      });
      printFacts(auditFacts(audit), audit, json);
      if (options.wait && audit.state === 'failed') process.exitCode = REFUSED;
    });

  audits
    .command('list')
    .description('list the newest 100 audits')
    .action(async (_options, command: Command) => {
      const { json, team } = globalOptions(command);
      const list = await withContext(async (ctx) =>
        listAudits(ctx.dataSource.manager, (await chosenTeam(ctx, team)).id),
      );
      printRows(
        list,
        [
          ['QUEUED', (audit) => audit.queuedAt],
          ['CONNECTION', (audit) => audit.connectionName],
          ['STATE', (audit) => audit.state],
          ['COMPARED', (audit) => audit.compared],
          ['AGREE', (audit) => audit.agree],
          ['ON THE WAY', (audit) => audit.onTheWay],
          ['OUT HERE ONLY', (audit) => audit.outHereOnly],
          ['OUT THERE ONLY', (audit) => audit.outThereOnly],
          ['GONE', (audit) => audit.gone],
          ['UNREADABLE', (audit) => audit.unreadable],
          ['CALLS', (audit) => audit.callsSpent],
          ['ID', (audit) => audit.id],
        ],
        json,
      );
    });

  audits
    .command('show <id>')
    .description('show one audit and the first 100 contacts that do not agree')
    .addOption(new Option('--kind <kind>', 'only these').choices(KINDS))
    .option('--after <cursor>', '`next` of the page before, as --json prints it')
    .action(async (id: string, options: { kind?: DriftKind; after?: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const report = await withContext(async (ctx) => {
        const audit = await chosenAudit(ctx, (await chosenTeam(ctx, team)).id, id);
        const db = ctx.dataSource.manager;
        return { audit, ...(await readDriftItems(db, id, options)), repair: await countRepairs(db, id) };
      });
      if (json) return printDone('', report, true);
      const { write, record } = report.repair;
      const would = ['Repair would', `write ${write} to the CRM, record ${record} here`] as const;
      printFacts([...auditFacts(report.audit), ...(write + record > 0 ? [would] : [])], report, false);
      if (report.items.length === 0) return;
      printRows(
        report.items,
        [
          ['KIND', (item) => item.kind],
          ['NAME', (item) => item.whom.name],
          ['NUMBER', (item) => item.whom.mobileShown],
          ['RECORD', (item) => item.recordId],
          ['CRM SAYS', (item) => item.crmValue],
          ['SINCE', (item) => item.crmModifiedAt],
          ['REPAIRED', (item) => item.repairedAt],
        ],
        false,
      );
    });

  audits
    .command('repair <id>')
    .description("send our opt-outs to the CRM again and record the CRM's here; only ever adds opt-outs")
    .action(async (id: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      const done = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        return repairAudit(ctx, { teamId, auditId: id, actor });
      });
      const { written, recorded, passedOver } = done;
      printDone(`Written ${written}, recorded ${recorded}, passed over ${passedOver}.`, done, json);
    });
}

async function chosenAudit(ctx: SyncContext, teamId: string, id: string): Promise<DriftAuditLine> {
  const audit = await readAudit(ctx.dataSource.manager, teamId, id);
  if (audit) return audit;
  throw new RequestError('not_found', 'audit_missing', `The team has no drift audit ${id}. See: rollcall audits list`);
}

async function waitForEnd(ctx: SyncContext, teamId: string, id: string): Promise<DriftAuditLine> {
  for (;;) {
    const audit = await chosenAudit(ctx, teamId, id);
    if (audit.state !== 'queued' && audit.state !== 'running') return audit;
    await pause(POLL_MS);
  }
}

function auditFacts(audit: DriftAuditLine): (readonly [string, string | number | null])[] {
  return [
    ['Audit', audit.id],
    ['Connection', audit.connectionName],
    ['State', audit.state],
    ['Started by', audit.startedBy],
    ['Queued', audit.queuedAt],
    ['Finished', audit.finishedAt],
    ['Compared', `${audit.compared} of ${audit.total}`],
    ['Agree', audit.agree],
    ['On the way', audit.onTheWay],
    ['Out here only', audit.outHereOnly],
    ['Out there only', audit.outThereOnly],
    ['Record gone', audit.gone],
    ['Unreadable', audit.unreadable],
    ['Calls', `${audit.callsSpent} of about ${audit.callsForecast}`],
    ['Error', audit.error && `${audit.error.code}: ${audit.error.message}`],
    ['Repaired', audit.repairedAt && `${audit.repairedAt} by ${audit.repairedBy ?? ''}`],
  ];
}
