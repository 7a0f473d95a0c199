import { flushCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { connectors } from '../../connectors/registry.ts';
import { openDatabase } from '../../src/db/database.ts';
import { ConnectionEntity } from '../../src/db/entities.ts';
import { holdPresence, workerName } from '../../src/db/presence.ts';
import { createSealer } from '../../src/db/sealer.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { readBack } from '../../src/sync/readBack.ts';
import { runImport } from '../../src/sync/runImport.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { KillPoints, watchCalls, watchCommits, type KillPoint } from './killPoints.ts';

/**
 * A process of the kill test: what the service's worker does for one connection, an import and its write-backs, without
 * the rest of the service, so that starting hundreds of them is cheap. It does one turn after another, as its parent
 * says, and dies at the point it was given if the turn comes by it.
 */
export interface Turn {
  readonly target: KillPoint;
  /** A full import, when it starts one; what another process left behind is finished first. */
  readonly full: boolean;
  /** How far the test's clock is ahead of the machine's. */
  readonly aheadMs: number;
}

const [url, key, teamId, connectionId] = process.argv.slice(2) as [string, string, string, string];
const points = new KillPoints();
watchCalls(points);
const dataSource = await openDatabase({ url, poolSize: 4, applicationName: 'killed' });
watchCommits(dataSource, points);
const owner = workerName();
await holdPresence(url, owner);
let aheadMs = 0;
const silent = (): void => undefined;
const ctx: SyncContext = {
  dataSource,
  connectors,
  sealer: createSealer(Buffer.from(key, 'base64')),
  allowPrivateHosts: true,
  spoolDirectory: tmpdir(),
  publicUrl: 'https://rollcall.example.test',
  log: { info: silent, warn: silent, error: (message, details) => void process.stderr.write(`${message} ${JSON.stringify(details)}\n`) },
  now: () => new Date(Date.now() + aheadMs),
};

async function importPeople(full: boolean): Promise<void> {
  const [open]: { id: string }[] = await dataSource.query(`select id from run where state in ('queued', 'running') limit 1`);
  const what = { teamId, connectionId, recordType: 'Contact', full, startedBy: 'A test' } as const;
  const id = open?.id ?? (await startRun(ctx, what));
  await runImport(ctx, id, { owner, leaseMs: 30_000, stopping: new AbortController().signal });
}

async function writeBack(): Promise<void> {
  const connection = await dataSource.manager.findOneByOrFail(ConnectionEntity, { id: connectionId });
  const crm = openConnection(ctx, connection);
  while ((await sendWriteBacks(ctx, connection, crm, owner)) > 0);
  while ((await readBack(ctx, connection, crm)) > 0);
  await crm.close();
}

process.on('message', (turn: Turn) => {
  void (async () => {
    aheadMs = turn.aheadMs;
    points.arm(turn.target);
    points.enter('import');
    await importPeople(turn.full);
    points.enter('write');
    await writeBack();
    points.enter(null);
    process.send!('survived');
  })();
});
process.on('disconnect', () => process.exit(0));
// One that is killed would leave nothing in the cache for the next ones.
flushCompileCache();
process.send!('ready');
