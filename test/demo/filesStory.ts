import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Connection,
  FolderView,
  ImportSettings,
  ServerIdentity,
  SourceFields,
  TestReport,
} from '../../src/http/schemas/index.ts';
import { CSV_BOM, csvRow } from '../../src/domain/csv.ts';
import { startSftpServer, type SftpServer } from '../sandbox/files/sftpServer.ts';
import type { ApiClient } from './apiClient.ts';
import { runImport, type ConnectedTeam } from './connectSandbox.ts';

/** What is left of the files for the demo's last line. */
export interface FilesResult {
  readonly imported: number;
  readonly errors: number;
}

const USER = { name: 'rollcall', password: 'sandbox' };
const PEOPLE = 400;
const SHORT_NUMBERS = 9;
const UNKNOWN_STAFF = 3;

/**
 * A campus server: a folder, a file in it, somebody who looks at the server's key. The file comes in but for twelve
 * rows, is moved away, and the next run finds nothing new.
 *
 * @throws AssertionError at the first thing that did not happen
 */
export async function fileSteps(
  parts: { readonly api: ApiClient; readonly say: (line: string) => void; readonly sftp: SftpServer },
  team: Pick<ConnectedTeam, 'slug' | 'path'>,
): Promise<FilesResult> {
  const { api, sftp, say } = parts;
  await api.send('POST', `${team.path}/users`, {
    name: 'J. Lee',
    email: 'jlee@riverside.example',
    role: 'viewer',
    userId: 'jlee4',
    password: 'sandbox-password',
  });
  const campus = await connectServer(parts, team);
  await configure(api, campus, sftp.path('imports'));

  await writeFile(join(sftp.folder, 'imports', 'StudentData_1120.csv'), studentFile());
  const folder = await api.get<FolderView>(`${campus.at}/imports/Contact/folder`);
  assert.deepEqual(folder.files.map(({ name, verdict }) => `${name} ${verdict}`), ['StudentData_1120.csv next']);

  const run = await runImport(api, campus.team);
  assert.equal(run.state, 'completed_with_errors', run.error?.message);
  assert.equal(run.outcomes.created, PEOPLE, 'everybody whose row is whole comes in');
  assert.equal(run.outcomes.errors, SHORT_NUMBERS + UNKNOWN_STAFF);
  say(`Campus SFTP: ${run.outcomes.created} contacts from ${run.fileName}, ${run.outcomes.errors} rows need mending.`);

  const again = await runImport(api, campus.team);
  assert.equal(again.outcomes.read, 0, 'a file is imported once');
  assert.deepEqual(await readdir(join(sftp.folder, 'imports')), [], 'the file was moved away');
  assert.equal((await readdir(join(sftp.folder, 'done'))).length, 1);
  say(`It was moved to “done”, and the next run says: ${again.note ?? ''}`);
  return { imported: run.outcomes.created, errors: run.outcomes.errors };
}

/** The server of the demo: a folder with a place for imports and one for what was imported. */
export async function startCampusServer(folder: string): Promise<SftpServer> {
  await mkdir(join(folder, 'imports'), { recursive: true });
  await mkdir(join(folder, 'done'));
  return startSftpServer({ folder, users: [USER] });
}

interface Campus {
  readonly at: string;
  readonly team: ConnectedTeam;
}

async function connectServer(
  { api, sftp, say }: { api: ApiClient; sftp: SftpServer; say: (line: string) => void },
  team: Pick<ConnectedTeam, 'slug' | 'path'>,
): Promise<Campus> {
  const made = await api.send<Connection>('POST', `${team.path}/connections`, { connector: 'ftp', name: 'Campus SFTP' });
  const at = `${team.path}/connections/${made.id}`;
  await api.send('PATCH', at, {
    version: made.version,
    settings: { protocol: 'sftp', host: sftp.host, port: sftp.port, username: USER.name, method: 'password' },
    secrets: { password: USER.password },
  });
  const identity = await api.get<ServerIdentity>(`${at}/identity`);
  assert.equal(identity.fingerprint, sftp.fingerprint(), 'the key that is shown is the server’s');
  await api.send('POST', `${at}/trust`, { fingerprint: identity.fingerprint });
  const { folder } = await api.send<TestReport>('POST', `${at}/test`);
  say(`Campus SFTP is connected; its key was compared and trusted. It shows ${folder?.total ?? 0} entries.`);
  return { at, team: { ...team, connectionId: made.id } };
}

async function configure(api: ApiClient, { at }: Campus, imports: string): Promise<void> {
  const before = await api.get<ImportSettings>(`${at}/imports/Contact`);
  const source = { id: `${imports}/StudentData` };
  const files: ImportSettings['files'] = {
    which: 'newest',
    delimiter: 'comma',
    encoding: 'detect',
    after: 'move',
    moveTo: imports.replace(/imports$/, 'done'),
    // Nobody uploads here while we look.
    quietSeconds: 0,
    expectedDays: 1,
    sampleHeaders: HEADERS,
  };
  const chosen = await api.send<ImportSettings>('PUT', `${at}/imports/Contact`, { version: before.version, source, files });
  const { suggestion } = await api.get<SourceFields>(
    `${at}/fields?recordType=Contact&source=${encodeURIComponent(source.id)}`,
  );
  await api.send<ImportSettings>('PUT', `${at}/imports/Contact`, {
    version: chosen.version,
    state: 'on',
    fields: { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields },
    optOut: suggestion.optOut,
    notify: { addresses: ['admissions@riverside.example'], when: 'every' },
  });
}

const HEADERS = ['ContactId', 'FirstName', 'LastName', 'MobileNumber', 'OptedOut', 'StaffId'];
const NAMES = ['Ana', 'Bo', 'Carla', 'Dana', 'Eli', 'Fatima', 'Georg', 'Hana', 'Ines', 'João', 'Kim', 'Léa'];

/** A file as a student system exports it; twelve of its rows can't be taken as they are. */
function studentFile(): string {
  const rows = Array.from({ length: PEOPLE + SHORT_NUMBERS + UNKNOWN_STAFF }, (_, index) => {
    const short = index >= PEOPLE && index < PEOPLE + SHORT_NUMBERS;
    const number = `607555${String(index).padStart(4, '0')}`;
    return csvRow([
      `S${String(10_000 + index)}`,
      NAMES[index % NAMES.length]!,
      `Campus${index}`,
      short ? number.slice(0, -1) : number,
      index % 40 === 0 ? 'true' : 'false',
      index >= PEOPLE + SHORT_NUMBERS ? 'nobody7' : index % 2 === 0 ? 'jlee4' : '',
    ]);
  });
  return CSV_BOM + csvRow(HEADERS) + rows.join('');
}
