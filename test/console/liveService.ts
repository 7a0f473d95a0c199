import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureConsole } from '../demo/ensureConsole.ts';
import { signIn, type ApiClient } from '../demo/apiClient.ts';
import { configureImport, connectSandbox, runImport, TEXTING_NUMBER, TEXTING_TOKEN, type ConnectedTeam } from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceProcess } from '../demo/serviceProcess.ts';
import { startSalesforceSandbox, type SalesforceSandbox, type SandboxOptions } from '../sandbox/salesforce/startSalesforceSandbox.ts';

export { TEXTING_NUMBER, TEXTING_TOKEN };

export const OWNER = { email: 'ada@riverside.example', password: 'twelve or more characters' } as const;
export const VIEW = 'Texting – Fall admits';

/** The real service with its console, against a sandbox org. */
export interface LiveService {
  readonly url: string;
  readonly sandbox: SalesforceSandbox;
  readonly service: ServiceProcess;
  close(): Promise<void>;
}

/**
 * @param env - settings beside those a fresh installation has
 * @param org - how the sandbox org differs from the usual one
 */
export async function startLiveService(
  env: Readonly<Record<string, string>> = {},
  org: SandboxOptions = {},
): Promise<LiveService> {
  await ensureConsole();
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
  // The embedded database runs as a user of its own, who has to get in.
  await chmod(dataDir, 0o711);
  const sandbox = await startSalesforceSandbox({ contacts: 5000, leads: 50, ...org });
  const service = await startServiceProcess({ dataDir, env });
  return {
    url: service.url,
    sandbox,
    service,
    async close() {
      await service.stop();
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface ImportedTeam extends LiveService {
  readonly api: ApiClient;
  readonly team: ConnectedTeam;
  readonly runId: string;
}

let imported: Promise<ImportedTeam> | undefined;

/** A service with one team whose first import has finished; started once a run, for tests that only look or add. */
export function importedTeam(): Promise<ImportedTeam> {
  imported ??= startImported();
  return imported;
}

async function startImported(): Promise<ImportedTeam> {
  const live = await startLiveService({ ROLLCALL_ADMIN_EMAIL: OWNER.email, ROLLCALL_ADMIN_PASSWORD: OWNER.password });
  const api = await signIn(live.url, OWNER.email, OWNER.password);
  const team = await connectSandbox(api, live.sandbox);
  await configureImport(api, team, VIEW);
  const run = await runImport(api, team, { full: true });
  return { ...live, api, team, runId: run.id };
}

after(async () => {
  await (await imported)?.close();
});
