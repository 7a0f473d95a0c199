import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type {
  Connection,
  ImportSettings,
  ServerIdentity,
  SourceFields,
  TeamSummary,
} from '../../src/http/schemas/index.ts';
import { signIn, type ApiClient } from '../demo/apiClient.ts';
import type { ConnectedTeam } from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceProcess } from '../demo/serviceProcess.ts';

/** The real service and an SFTP server, each a process of its own, the connection trusted and ready to import. */
export interface FilesArena {
  readonly api: ApiClient;
  readonly team: ConnectedTeam;
  readonly service: ServiceProcess;
  readonly databaseUrl: string;
  /** Bytes of the file that will be imported. */
  readonly fileBytes: number;
  close(): Promise<void>;
}

const USER = { name: 'rollcall', password: 'sandbox' };

/** @param rows - rows of the file, 12 columns; @param filler - characters of its last column, which nothing maps */
export async function openFilesArena(rows: number, filler: number): Promise<FilesArena> {
  const root = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  await chmod(root, 0o711);
  const imports = join(root, 'server', 'imports');
  await mkdir(imports, { recursive: true });
  const file = createWriteStream(join(imports, 'StudentData_1120.csv'));
  await pipeline(Readable.from(studentRows(rows, filler)), file);
  const server = await spawnSftpServer(join(root, 'server'));
  const dataDir = join(root, 'data');
  await mkdir(dataDir, { mode: 0o711 });
  const password = 'a-password-for-benches';
  const service = await startServiceProcess({
    dataDir,
    env: { ROLLCALL_ADMIN_EMAIL: 'bench@rollcall.example', ROLLCALL_ADMIN_PASSWORD: password },
  });
  const api = await signIn(service.url, 'bench@rollcall.example', password);
  return {
    api,
    team: await connectServer(api, server),
    service,
    databaseUrl: (await readFile(join(dataDir, 'database', 'postgres.url'), 'utf8')).trim(),
    fileBytes: file.bytesWritten,
    async close() {
      await service.stop();
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface ServerProcess {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
  close(): Promise<void>;
}

async function spawnSftpServer(folder: string): Promise<ServerProcess> {
  const program = fileURLToPath(new URL('../sandbox/files/filesProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify({ folder, users: [USER] })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The SFTP server did not start.'))),
  ])) as [string];
  return {
    ...(JSON.parse(line) as { host: string; port: number; fingerprint: string }),
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}

/** Makes a team whose one connection imports the newest file, with the suggested mapping. */
async function connectServer(api: ApiClient, { host, port, fingerprint }: ServerProcess): Promise<ConnectedTeam> {
  const { slug } = await api.send<TeamSummary>('POST', '/api/teams', { name: 'Riverside' });
  const path = `/api/teams/${slug}`;
  const made = await api.send<Connection>('POST', `${path}/connections`, { connector: 'ftp', name: 'Campus SFTP' });
  const at = `${path}/connections/${made.id}`;
  await api.send('PATCH', at, {
    version: made.version,
    settings: { protocol: 'sftp', host, port, username: USER.name, method: 'password' },
    secrets: { password: USER.password },
  });
  const identity = await api.get<ServerIdentity>(`${at}/identity`);
  if (identity.fingerprint !== fingerprint) throw new Error('Another server answers than the one that was started.');
  await api.send('POST', `${at}/trust`, { fingerprint });
  const before = await api.get<ImportSettings>(`${at}/imports/Contact`);
  const source = { id: '/imports/StudentData' };
  const files: ImportSettings['files'] = {
    which: 'newest',
    delimiter: 'comma',
    encoding: 'detect',
    after: 'leave',
    moveTo: null,
    quietSeconds: 0,
    expectedDays: 1,
    sampleHeaders: null,
  };
  const chosen = await api.send<ImportSettings>('PUT', `${at}/imports/Contact`, { version: before.version, source, files });
  const { suggestion } = await api.get<SourceFields>(`${at}/fields?recordType=Contact&source=${encodeURIComponent(source.id)}`);
  await api.send<ImportSettings>('PUT', `${at}/imports/Contact`, {
    version: chosen.version,
    state: 'on',
    fields: { firstNameFallback: null, additional: [], ...suggestion.fields, userId: null },
    optOut: suggestion.optOut,
  });
  return { slug, path, connectionId: made.id };
}

const HEADERS = [
  'StudentId', 'FirstName', 'LastName', 'MobileNumber', 'OptedOut', 'StaffId',
  'Major', 'Year', 'Advisor', 'Campus', 'City', 'Notes',
];

/** A file as a student system exports it: every tenth row has a quoted cell, every fiftieth an opt-out. */
function* studentRows(rows: number, filler: number): Generator<string> {
  const notes = 'likes tea and coffee '.repeat(Math.ceil(filler / 21)).slice(0, filler);
  let text = `${HEADERS.join(',')}\r\n`;
  for (let row = 0; row < rows; row++) {
    // Exchanges from 220 on, of area codes from 607 on: numbers of the plan, each once.
    const block = Math.floor(row / 10_000);
    const mobile = `${607 + Math.floor(block / 60)}-${220 + (block % 60)}-${String(row % 10_000).padStart(4, '0')}`;
    text +=
      `${1_000_000 + row},Given${row % 997},Family${row % 4999},${mobile},${row % 50 === 0},staff${row % 40},Biology,` +
      `${2027 + (row % 4)},Dr. Miller,North,Buffalo,${row % 10 === 0 ? `"${notes}, often"` : notes}\r\n`;
    if (text.length < 262_144) continue;
    yield text;
    text = '';
  }
  yield text;
}
