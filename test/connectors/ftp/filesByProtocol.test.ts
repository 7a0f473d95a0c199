import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ftp } from '../../../connectors/ftp/index.ts';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';
import { startFtpServer } from '../../sandbox/files/ftpServer.ts';
import { startSftpServer } from '../../sandbox/files/sftpServer.ts';
import { failure, MemorySecrets, never, SILENT } from '../salesforce/sandboxConnection.ts';

interface Served {
  readonly host: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const SIGN_IN = { user: 'rollcall', password: 'secret' };

const SERVERS: Readonly<Record<string, (folder: string) => Promise<Served>>> = {
  async SFTP(folder) {
    const server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }] });
    return { ...server, settings: { protocol: 'sftp', method: 'password' } };
  },
  async FTP(folder) {
    const server = await startFtpServer({ folder, ...SIGN_IN });
    return { ...server, settings: { protocol: 'ftp', acceptsUnencrypted: true } };
  },
  async 'explicit FTPS'(folder) {
    const server = await startFtpServer({ folder, ...SIGN_IN, tls: 'explicit', mlsd: true });
    return { ...server, settings: { protocol: 'ftps' } };
  },
  async 'implicit FTPS'(folder) {
    const server = await startFtpServer({ folder, ...SIGN_IN, tls: 'implicit' });
    return { ...server, settings: { protocol: 'ftps_implicit' } };
  },
};

/** More than is fetched for the columns, so that the transfer is left early. */
const ROWS = 12_000;
const TO = '/done/Student_2026-11-20T1503.csv';

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`files over ${name}`, () => {
    let folder: string;
    let server: Served;
    const opened: OpenConnection[] = [];

    const open = (accountId: string | null): OpenConnection => {
      const { host, port, settings } = server;
      const access = {
        connectionId: 'c1',
        settings: { host, port, username: 'rollcall', ...settings },
        secrets: new MemorySecrets({ password: 'secret' }),
        accountId,
      };
      const spoolDirectory = join(folder, 'spool');
      const deps = { allowPrivateHosts: true, spoolDirectory, now: () => new Date(), log: SILENT };
      const connection = ftp.open(access, deps);
      opened.push(connection);
      return connection;
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rollcall-served-'));
      for (const one of ['in', 'done', 'spool']) await mkdir(join(folder, one));
      const rows = Array.from({ length: ROWS }, (_, i) => `${i},Person ${i}\r\n`);
      await writeFile(join(folder, 'in', 'Student.csv'), `StudentId,FirstName\r\n${rows.join('')}`);
      await writeFile(join(folder, 'done', 'taken.csv'), 'something else');
      server = await start(folder);
    });
    after(async () => {
      await Promise.all(opened.map((connection) => connection.close()));
      await server.close();
      await rm(folder, { recursive: true });
    });

    it('go from trust through columns, rows and moving, in one connection', async () => {
      const stranger = open(null);
      const { identity } = stranger;
      const seen = await identity!.look(never());
      if (identity!.needsTrust(seen)) await assert.rejects(stranger.test(never()), failure('HOST_KEY_UNKNOWN'));
      const connection = open(identity!.accountIdOf(seen));
      const report = await connection.test(never(), '/in/Student');
      assert.ok(report.permissions.every(({ ok }) => ok));
      assert.equal(report.account.accountId, identity!.accountIdOf(seen));

      const fields = await connection.describeFields('Contact', '/in/Student', never());
      assert.deepEqual(fields.map((field) => field.name), ['StudentId', 'FirstName']);
      const files = connection.files!;
      const [file] = (await files.list('/in/Student', never())).entries;
      assert.deepEqual(await files.look('/in/Student', 'Student.csv', never()), {
        name: file!.name,
        size: file!.size,
        modifiedAt: file!.modifiedAt,
      });
      const fetched = await files.fetch('/in/Student', file!, never());
      const reading = { options: DEFAULT_FILE_OPTIONS, recordId: 'StudentId' };
      const { key, rows } = await files.stage(fetched, reading, never());
      assert.equal(rows, ROWS);
      let read = 0;
      const request = {
        recordType: 'Contact',
        sourceId: '/in/Student',
        fields: ['FirstName'],
        identity: { recordId: 'StudentId', lastModified: null },
        since: null,
        after: null,
        expectedDefinition: '/in/Student',
        file: { key },
      } as const;
      for await (const page of connection.pull(request, never())) read += page.rows.length;
      assert.equal(read, ROWS);

      const move = (to: string) => files.move('/in/Student', file!, to, never());
      assert.equal(await move('/done/taken.csv'), 'taken');
      await assert.rejects(move('/nowhere/Student.csv'), failure('FOLDER_MISSING'));
      assert.equal(await move(TO), 'done');
      assert.equal(await move(TO), 'done');
      assert.deepEqual(await readdir(join(folder, 'in')), []);
      await assert.rejects(connection.files!.list('/nowhere/Student', never()), failure('FOLDER_MISSING'));
      const moved = await files.look('/done/Student', 'Student_2026-11-20T1503.csv', never());
      assert.equal(await files.remove('/done/Student', moved!, never()), 'done');
      assert.deepEqual(await readdir(join(folder, 'done')), ['taken.csv']);
    });
  });
}
