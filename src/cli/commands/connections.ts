import type { Command } from 'commander';
import { testConnection } from '../../sync/connections/testConnection.ts';
import { CONFIRM_CHARACTERS, trustServer, viewIdentity } from '../../sync/connections/trust.ts';
import { listConnections, type ShownConnection } from '../../sync/connections/viewConnection.ts';
import { chosenConnection } from '../chosenConnection.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { REFUSED } from '../failure.ts';
import { globalOptions } from '../globalOptions.ts';
import { printFacts, printRows } from '../print.ts';

/** `rollcall connections list|show|test|trust` */
export function addConnections(program: Command, { withContext }: CommandLine): void {
  const connections = program.command('connections').description('Where contacts come from');

  connections
    .command('list')
    .description("list the team's connections")
    .action(async (_options, command: Command) => {
      const { json, team } = globalOptions(command);
      const list = await withContext(async (ctx) => listConnections(ctx, (await chosenTeam(ctx, team)).id));
      printRows(
        list,
        [
          ['NAME', (one) => one.name],
          ['CONNECTOR', (one) => one.connector],
          ['HEALTH', (one) => one.health.state],
          ['ACCOUNT', (one) => one.account?.accountName ?? 'not connected'],
          ['IMPORTS', importsInWords],
          ['OPT-OUTS WAITING', (one) => one.waitingWriteBacks],
          ['DEAD', (one) => one.deadWriteBacks],
          ['ID', (one) => one.id],
        ],
        json,
      );
    });

  connections
    .command('show <connection>')
    .description('show one connection, by name or ID')
    .action(async (name: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      const one = await withContext(async (ctx) => chosenConnection(ctx, (await chosenTeam(ctx, team)).id, name));
      printFacts(
        [
          ['Name', one.name],
          ['ID', one.id],
          ['Connector', one.connector],
          ['Health', `${one.health.state}: ${one.health.reason}`],
          ['Account', one.account && `${one.account.accountName} (${one.account.accountId})`],
          ['User', one.account?.userName ?? null],
          ['Imports', importsInWords(one)],
          ['Runs now', one.activity?.id ?? null],
          ['Schedule', one.schedulePaused ? 'paused' : null],
          ['Calls today', one.callsToday],
          ['Opt-outs', `${one.waitingWriteBacks} waiting, ${one.deadWriteBacks} dead`],
          ['Callback', one.callbackUrl],
        ],
        one,
        json,
      );
    });

  connections
    .command('test <connection>')
    .description('ask the CRM who we are and what we may do; exit code 1 when something is missing')
    .action(async (name: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      const report = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { id: connectionId } = await chosenConnection(ctx, teamId, name);
        return testConnection(ctx, { teamId, connectionId });
      });
      const { account, apiVersion, calls, permissions, folder = null } = report;
      printFacts(
        [
          ['Account', `${account.accountName} (${account.accountId})`],
          ['User', account.userName],
          ['API version', apiVersion || null],
          ['Calls left today', calls && `${calls.left} of ${calls.allowed}`],
          ...permissions.map((one) => [one.label, one.ok ? 'ok' : `missing. ${one.remedy}`] as const),
          ['Folder', folder && `${folder.folder}: ${folder.entries.length} entries`],
        ],
        report,
        json,
      );
      if (permissions.some((one) => !one.ok)) process.exitCode = REFUSED;
    });

  connections
    .command('trust <connection>')
    .description('show who answers at a server of files; with --fingerprint, trust it')
    .option('--fingerprint <fingerprint>', 'the key or certificate that was compared with what campus IT said')
    .action(async (name: string, { fingerprint }: { fingerprint?: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const identity = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { id: connectionId } = await chosenConnection(ctx, teamId, name);
        const key = { teamId, connectionId };
        // Whoever copies a whole fingerprint has looked at its end as well.
        if (fingerprint !== undefined) {
          await trustServer(ctx, key, { fingerprint, confirm: fingerprint.slice(-CONFIRM_CHARACTERS) });
        }
        return viewIdentity(ctx, key);
      });
      printFacts(
        [
          ['Shows', identity.kind],
          ['Fingerprint', identity.fingerprint],
          ['Algorithm', identity.algorithm],
          ['Certificate for', identity.subject],
          ['Issued by', identity.issuer],
          ['Valid until', identity.expiresAt],
          ['Not verified', identity.reason || null],
          ['Trusted', identity.trusted ? 'yes' : 'no'],
          ['Trusted before', identity.trustedBefore],
        ],
        identity,
        json,
      );
      if (!identity.trusted) process.exitCode = REFUSED;
    });
}

function importsInWords(connection: ShownConnection): string {
  const on = connection.imports.filter((one) => one.state === 'on');
  return on.map((one) => `${one.recordType}: ${one.sourceName ?? ''}`).join(', ') || 'none';
}
