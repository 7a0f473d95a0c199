import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ApiError,
  Connection,
  FileHeaders,
  FolderView,
  ImportSettings,
  ServerIdentity,
  SourceFields,
  TestReport,
} from '../../src/http/schemas/index.ts';
import { startSftpServer, type SftpServer } from '../sandbox/files/sftpServer.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

const PASSWORD = 'correct horse';
const HEADER = 'ContactId,FirstName,LastName,MobileNumber,OptedOut,StaffId\n';
const FIELDS = {
  recordId: 'ContactId',
  firstName: 'FirstName',
  firstNameFallback: null,
  lastName: 'LastName',
  mobile: 'MobileNumber',
  userId: null,
  additional: [],
};
const FILES = {
  which: 'newest',
  delimiter: 'comma',
  encoding: 'detect',
  after: 'leave',
  moveTo: null,
  quietSeconds: 0,
  expectedDays: 1,
  sampleHeaders: null,
} as const;

describe('connections to servers of files', () => {
  let server: TestServer;
  let sftp: SftpServer;
  let folder: string;
  let id: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-sftp-'));
    await mkdir(join(folder, 'imports'));
    [server, sftp] = await Promise.all([
      startTestServer(),
      startSftpServer({ folder, users: [{ name: 'campus', password: PASSWORD }] }),
    ]);
    const made = await call<Connection>('POST', '/connections', { connector: 'ftp', name: 'Campus SFTP' });
    id = made.body.id;
    assert.deepEqual([made.body.writesBack, made.body.maxWindows], [false, 4]);
    await saveServer(PASSWORD);
  });
  after(async () => {
    await Promise.all([server.close(), sftp.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const call = <T = Record<string, unknown>>(method: string, tail: string, body?: unknown) =>
    server.owner.call<T>(method, `/api/teams/admissions${tail}`, body);
  const at = (tail = ''): string => `/connections/${id}${tail}`;
  const saveServer = async (password: string): Promise<void> => {
    const { body } = await call<Connection>('GET', at());
    const saved = await call<Connection>('PATCH', at(), {
      version: body.version,
      settings: { protocol: 'sftp', host: sftp.host, port: sftp.port, username: 'campus', method: 'password' },
      secrets: { password },
    });
    assert.equal(saved.status, 200, saved.text);
  };
  const trust = async (): Promise<void> => {
    const { body } = await call<ServerIdentity>('GET', at('/identity'));
    const trusted = await call('POST', at('/trust'), {
      fingerprint: body.fingerprint,
      confirm: body.fingerprint?.slice(-6),
    });
    assert.equal(trusted.status, 200, trusted.text);
  };
  const put = async (change: object) => {
    const { body } = await call<ImportSettings>('GET', at('/imports/Contact'));
    return call<ImportSettings & ApiError>('PUT', at('/imports/Contact'), { version: body.version, ...change });
  };
  const exported = async (name: string, minute: number, text = `${HEADER}1,Ana,Reed,7165550101,false,\n`) => {
    await writeFile(join(folder, 'imports', name), text);
    const time = new Date(Date.UTC(2026, 10, 20, 6, minute));
    await utimes(join(folder, 'imports', name), time, time);
  };

  it('send no password to a server that nobody has compared', async () => {
    const attempts = sftp.attempts().length;
    const tested = await call<ApiError>('POST', at('/test'));
    assert.equal(tested.body.code, 'HOST_KEY_UNKNOWN', tested.text);
    const { body } = await call<ServerIdentity>('GET', at('/identity'));
    assert.deepEqual(
      [body.kind, body.fingerprint, body.needsTrust, body.trusted, body.trustedBefore],
      ['ssh', sftp.fingerprint(), true, false, null],
    );
    assert.equal(sftp.attempts().length, attempts);
  });

  it('are trusted by the fingerprint that was compared, and then show their folder', async () => {
    const moved = await call<ApiError>('POST', at('/trust'), { fingerprint: 'SHA256:another' });
    assert.deepEqual([moved.status, moved.body.code], [409, 'identity_moved']);
    await trust();
    await exported('StudentData_1.csv', 1);
    const { status, body, text } = await call<TestReport>('POST', at('/test'));
    assert.equal(status, 200, text);
    assert.equal(body.account.accountId, sftp.fingerprint());
    assert.deepEqual(body.folder?.entries.map(({ name, kind }) => [name, kind]), [['imports', 'folder']]);
    assert.equal((await call<Connection>('GET', at())).body.account?.userName, 'campus');
  });

  it('stop when another key answers, until somebody types the end of the new one', async () => {
    const before = sftp.fingerprint();
    sftp.changeHostKey();
    const tested = await call<ApiError>('POST', at('/test'));
    assert.equal(tested.body.code, 'HOST_KEY_CHANGED', tested.text);
    const standing = (await call<Connection>('GET', at())).body.health;
    assert.deepEqual([standing.state, standing.code], ['broken', 'HOST_KEY_CHANGED']);
    const { body } = await call<ServerIdentity>('GET', at('/identity'));
    assert.deepEqual([body.trusted, body.trustedBefore], [false, before]);
    const unconfirmed = await call<ApiError>('POST', at('/trust'), { fingerprint: body.fingerprint });
    assert.deepEqual([unconfirmed.status, unconfirmed.body.fields?.[0]?.field], [422, 'confirm']);
    await trust();
    assert.equal((await call('POST', at('/test'))).status, 200);
    assert.notEqual((await call<Connection>('GET', at())).body.health.state, 'broken');
  });

  it('forget whom they trusted when their address changes', async () => {
    await saveServer(PASSWORD);
    assert.ok((await call<Connection>('GET', at())).body.account, 'the same settings change nothing');
    const { body } = await call<Connection>('GET', at());
    const elsewhere = { ...body.settings, host: 'localhost' };
    const bare = await call<ApiError>('PATCH', at(), { version: body.version, settings: elsewhere });
    assert.equal(bare.status, 422, 'a stored password is not sent to another address');
    await call('PATCH', at(), { version: body.version, settings: elsewhere, secrets: { password: PASSWORD } });
    assert.equal((await call<Connection>('GET', at())).body.account, null);
    await saveServer(PASSWORD);
    await trust();
  });

  it('save how files are read, refused field by field', async () => {
    const refused = await put({
      source: { id: 'imports/StudentData' },
      files: { ...FILES, after: 'move', moveTo: '/imports' },
    });
    assert.equal(refused.status, 422, refused.text);
    assert.deepEqual(refused.body.fields?.map(({ field }) => field), ['source']);
    const same = await put({ source: { id: '/imports/StudentData' }, files: { ...FILES, after: 'move', moveTo: '/imports' } });
    assert.deepEqual(same.body.fields?.map(({ field }) => field), ['files.moveTo']);
    const missing = await put({ source: { id: '/nowhere/StudentData' }, files: FILES });
    assert.deepEqual(missing.body.fields?.map(({ field }) => field), ['source'], missing.text);
    const saved = await put({ source: { id: '/imports/StudentData' }, files: FILES, fields: FIELDS, state: 'on' });
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(saved.body.files, FILES);
    assert.deepEqual([saved.body.mapsIdentity, saved.body.mapsModified], [true, false]);
    const unknown = await put({ fields: { ...FIELDS, mobile: 'Phone' } });
    assert.deepEqual(unknown.body.fields?.map(({ field }) => field), ['fields.mobile']);
  });

  it('offer the columns of the newest file, read as the form says', async () => {
    await exported('StudentData_2.tsv', 2, HEADER.replaceAll(',', '\t'));
    const source = encodeURIComponent('/imports/StudentData_2');
    const comma = await call<ApiError>('GET', at(`/fields?recordType=Contact&source=${source}&delimiter=comma`));
    assert.equal(comma.body.code, 'FILE_DELIMITER', comma.text);
    const tab = await call<SourceFields>('GET', at(`/fields?recordType=Contact&source=${source}&delimiter=tab`));
    assert.deepEqual(tab.body.fields.map(({ name }) => name), HEADER.trim().split(','));
    assert.equal(tab.body.suggestion.fields.recordId, 'ContactId');
    await rm(join(folder, 'imports', 'StudentData_2.tsv'));
  });

  it('show the folder as a run would find it', async () => {
    await exported('StudentData_0.csv', 0);
    await exported('StudentData_3.csv.part', 3);
    await exported('notes.txt', 4);
    const { body } = await call<FolderView>('GET', at('/imports/Contact/folder'));
    assert.deepEqual(
      body.files.map(({ name, verdict }) => [name, verdict]),
      [
        ['StudentData_3.csv.part', 'uploading'],
        ['StudentData_1.csv', 'next'],
        ['StudentData_0.csv', 'older'],
        ['notes.txt', 'other_name'],
      ],
    );
    assert.deepEqual([body.folder, body.prefix, body.total, body.matching], ['/imports', 'StudentData', 4, 3]);
    const all = await call<FolderView>('GET', at(`/imports/Contact/folder?which=all&source=${encodeURIComponent('/imports/')}`));
    assert.deepEqual(
      all.body.files.map(({ name, verdict }) => [name, verdict]),
      [
        ['notes.txt', 'later'],
        ['StudentData_3.csv.part', 'uploading'],
        ['StudentData_1.csv', 'later'],
        ['StudentData_0.csv', 'next'],
      ],
    );
    const gone = await call<ApiError>('GET', at(`/imports/Contact/folder?source=${encodeURIComponent('/gone/')}`));
    assert.equal(gone.body.code, 'FOLDER_MISSING');
  });

  it('read the columns of a file of one’s own, and keep nothing of it', async () => {
    const send = (bytes: string | Buffer, name: string) =>
      fetch(`${server.url}/api/teams/admissions${at(`/headers?name=${name}`)}`, {
        method: 'POST',
        headers: {
          cookie: server.owner.cookie(),
          'x-csrf-token': server.owner.csrfToken(),
          'sec-fetch-site': 'same-origin',
          'content-type': 'text/csv',
        },
        body: bytes,
      });
    const answer = (await (await send(`\ufeff${HEADER.replaceAll(',', '\t')}`, 'a.txt')).json()) as FileHeaders;
    const { suggestion, ...read } = answer;
    assert.deepEqual(read, { headers: HEADER.trim().split(','), delimiter: 'tab', encoding: 'utf-8' });
    assert.deepEqual([suggestion.fields.recordId, suggestion.fields.mobile], ['ContactId', 'MobileNumber']);
    const workbook = await send(Buffer.from('PK\u0003\u0004rest'), 'a.csv');
    assert.equal(((await workbook.json()) as ApiError).code, 'FILE_WORKBOOK');
  });

  it('have fields that can be required, merged and shown', async () => {
    const made = await call<{ key: string }>('POST', '/fields', { label: 'Term', type: 'text', required: true });
    const changed = await call('PATCH', `/fields/${made.body.key}`, { visible: false });
    assert.deepEqual(changed.body, {
      key: 'term',
      label: 'Term',
      type: 'text',
      required: true,
      mergeable: true,
      visible: false,
    });
    assert.equal((await call<ApiError>('PATCH', '/fields/none', {})).body.code, 'field_missing');
  });

  it('say that there is nothing to compare where a CRM is signed in to', async () => {
    const made = await call<Connection>('POST', '/connections', { connector: 'salesforce' });
    const answer = await call<ApiError>('GET', `/connections/${made.body.id}/identity`);
    assert.ok(['no_identity', 'NOT_CONNECTED'].includes(answer.body.code), answer.text);
  });
});
