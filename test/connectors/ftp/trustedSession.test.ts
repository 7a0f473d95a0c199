import assert from 'node:assert/strict';
import { failure, MemorySecrets, never } from '../salesforce/sandboxConnection.ts';
import { connectToMemory, SETTINGS, type MemoryConnection } from './memoryConnection.ts';
import { lost, no } from './memoryServer.ts';

describe('a session with a file server', () => {
  let memory: MemoryConnection;

  beforeEach(async () => {
    memory = await connectToMemory();
    memory.server.put('/in/Student.csv', 'StudentId\n1\n');
  });
  afterEach(() => memory.end());

  const commands = (): string[] => memory.server.log.map((line) => line.split(' ')[0]!);

  it('sends nothing secret before a person has trusted the server, or to another one', async () => {
    const look = (accountId: string | null) => memory.open({ accountId }).files!.look('/in/Student', 'Student.csv', never());
    await assert.rejects(look(null), failure('HOST_KEY_UNKNOWN'));
    await assert.rejects(memory.open({ accountId: null }).test(never()), failure('HOST_KEY_UNKNOWN'));
    await assert.rejects(look('SHA256:another'), failure('HOST_KEY_CHANGED'));
    const { identity } = memory.open({ accountId: null });
    const seen = await identity!.look(never());
    assert.equal(identity!.accountIdOf(seen), 'SHA256:first');
    assert.equal(identity!.needsTrust(seen), true);
    assert.deepEqual(memory.server.received, []);
    await look('SHA256:first');
    assert.deepEqual(memory.server.received, [{ password: 'secret' }]);
  });

  it('is not begun without a secret to sign in with', async () => {
    const secrets = new MemorySecrets({ password: 'secret' });
    const settings = { ...SETTINGS, method: 'private_key' };
    await assert.rejects(
      memory.open({ secrets, settings }).test(never()),
      failure('NOT_CONNECTED', ({ message }) => message.includes('private key')),
    );
    assert.deepEqual(memory.server.log, []);
  });

  it('asks whether it may spend before it signs in', async () => {
    const refusal = lost();
    await assert.rejects(memory.open({ mayCall: () => refusal }).test(never()), (error) => error === refusal);
    assert.deepEqual(memory.server.log, []);
  });

  it('is begun once, one command after another, and again when it died', async () => {
    const open = memory.open();
    const look = () => open.files!.look('/in/Student', 'Student.csv', never());
    let running = 0;
    memory.server.before = async () => {
      running += 1;
      assert.equal(running, 1, 'one at a time');
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all([look(), look(), look()]);
    assert.deepEqual(commands(), ['connect', 'look', 'look', 'look']);
    assert.equal(open.callsUsed(), 4);

    let dies = true;
    memory.server.before = () => {
      if (!dies) return;
      dies = false;
      throw lost();
    };
    assert.equal((await look())?.name, 'Student.csv');
    assert.deepEqual(commands().slice(4), ['look', 'connect', 'look']);
    assert.equal(open.callsUsed(), 7);
    assert.equal(memory.server.open, 1);
  });

  it('is not begun a second time when a new one fails, nor after the server’s own no', async () => {
    const open = memory.open();
    const list = () => open.files!.list('/in/Student', never());
    memory.server.before = (command) => {
      if (command === 'list') throw lost();
    };
    await assert.rejects(list(), failure('UNREACHABLE'));
    assert.deepEqual(commands(), ['connect', 'list']);
    memory.server.before = (command) => {
      if (command === 'list') throw no('FOLDER_REFUSED', 'Permission denied.');
    };
    await assert.rejects(list(), failure('FOLDER_REFUSED'));
    await assert.rejects(list(), failure('FOLDER_REFUSED'));
    assert.deepEqual(commands().slice(2), ['connect', 'list', 'list']);
  });

  it('ends with its signal and with the connection, whatever the server does', async () => {
    const open = memory.open();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    memory.server.before = (command) => {
      if (command !== 'list') return undefined;
      reach();
      return new Promise(() => undefined);
    };
    const stopping = new AbortController();
    const reason = new Error('stop');
    const listing = open.files!.list('/in/Student', stopping.signal);
    const waiting = open.files!.list('/in/Student', never());
    const ends = [assert.rejects(listing, (error) => error === reason), assert.rejects(waiting, /was closed/)];
    await reached;
    stopping.abort(reason);
    await ends[0];
    await open.close();
    await ends[1];
    await open.close();
    await assert.rejects(open.files!.list('/in/Student', never()), /was closed/);
    assert.equal(memory.server.open, 0);
  });

  it('tells who it is with, what is there and what may be read', async () => {
    memory.server.put('/in/Student_new.csv', 'StudentId\n2\n', new Date('2026-11-21T00:00:00Z'));
    const report = await memory.open().test(never(), '/in/Student');
    assert.deepEqual(report.account, { accountId: 'SHA256:first', accountName: 'sftp.example.edu', userName: 'rollcall' });
    assert.deepEqual(report.folder?.entries.map(({ name }) => name), ['Student.csv', 'Student_new.csv']);
    assert.deepEqual(report.permissions.map(({ label, ok }) => [label, ok]), [
      ['Sign in', true],
      ['Look into /in', true],
      ['Read Student_new.csv', true],
    ]);
    const home = await memory.open().test(never());
    assert.deepEqual([home.folder?.folder, home.permissions.length], ['/', 2]);
  });

  it('reports a folder that is missing and a file that may not be read, with what to do', async () => {
    const missing = await memory.open().test(never(), '/nowhere/Student');
    assert.deepEqual(missing.permissions.map(({ id, ok }) => [id, ok]), [['sign_in', true], ['read_folder', false]]);
    assert.ok(missing.permissions[1]!.remedy.length > 0 && missing.folder === undefined);
    memory.server.before = (command) => {
      if (command === 'read') throw no('FILE_REFUSED', 'Permission denied.');
    };
    const refused = await memory.open().test(never(), '/in/Student');
    assert.deepEqual(refused.permissions.map(({ ok }) => ok), [true, true, false]);
  });
});
