import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { signIn, type ApiClient } from '../demo/apiClient.ts';
import { configureImport, connectSandbox, type ConnectedTeam } from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceProcess } from '../demo/serviceProcess.ts';
import { spawnSalesforceSandbox, type RemoteSandbox, type RemoteSandboxOptions } from '../sandbox/salesforce/sandboxClient.ts';

/**
 * The real service and the sandbox org, each a process of its own, connected and ready to import every contact of the
 * org.
 */
export interface Arena {
  readonly api: ApiClient;
  readonly team: ConnectedTeam;
  readonly sandbox: RemoteSandbox;
  readonly service: ServiceProcess;
  /** The service's own database. */
  readonly sql: pg.Client;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** An org that takes no bulk jobs: first loads of any size are read page by page. */
export const QUERIES_ONLY: RemoteSandboxOptions = { bulkJobAllowance: 0 };

/**
 * @param source - what is imported: a List View or a Report over every contact
 * @param org - more of what the org is like
 */
export async function openArena(
  contacts: number,
  source: { readonly name: string; readonly kind: 'List View' | 'Report' } = { name: 'All contacts', kind: 'List View' },
  org: RemoteSandboxOptions = {},
): Promise<Arena> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  await chmod(dataDir, 0o711);
  const password = 'a-password-for-benches';
  const sandbox = await spawnSalesforceSandbox({ contacts, leads: 1, ...org });
  const service = await startServiceProcess({
    dataDir,
    env: { ROLLCALL_ADMIN_EMAIL: 'bench@rollcall.example', ROLLCALL_ADMIN_PASSWORD: password },
  });
  const api = await signIn(service.url, 'bench@rollcall.example', password);
  const team = await connectSandbox(api, sandbox);
  await configureImport(api, team, source.name, { kind: source.kind });
  const databaseUrl = (await readFile(join(dataDir, 'database', 'postgres.url'), 'utf8')).trim();
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  return {
    api,
    team,
    sandbox,
    service,
    sql,
    databaseUrl,
    async close() {
      await sql.end();
      await service.stop();
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Highest resident memory the process has had so far, MiB; Linux only. */
export async function peakMemoryMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const line = /VmHWM:\s+(\d+) kB/.exec(status);
  if (!line) throw new Error('This system does not tell a process’s peak memory in /proc; the bench needs Linux.');
  return Number(line[1]) / 1024;
}
