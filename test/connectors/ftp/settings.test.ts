import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ftp } from '../../../connectors/ftp/index.ts';
import type { FileOptions } from '../../../src/domain/sourceFile.ts';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';

const TYPED = { protocol: 'sftp', host: 'SFTP.Example.edu.', username: ' rollcall ', method: 'password' };

describe('settings of a file server', () => {
  it('are tidied up, with the protocol’s usual port, and pass the check again as they are stored', () => {
    for (const [protocol, port] of [['sftp', 22], ['ftps', 21], ['ftps_implicit', 990], ['ftp', 21]] as const) {
      const check = ftp.checkSettings({ ...TYPED, protocol, port: '', acceptsUnencrypted: true });
      assert.ok(check.ok);
      assert.deepEqual(check.settings, {
        protocol,
        host: 'sftp.example.edu',
        port,
        username: 'rollcall',
        method: 'password',
        oldAlgorithms: false,
        ...(protocol === 'ftp' ? { acceptsUnencrypted: true } : {}),
      });
      assert.deepEqual(ftp.checkSettings(check.settings), check);
    }
  });

  it('name each field that does not do, and say what to do', () => {
    const cases: [Record<string, unknown>, string, RegExp][] = [
      [{ protocol: 'scp' }, 'protocol', /Choose/],
      [{ host: '' }, 'host', /is empty/],
      [{ host: 'sftp://rollcall@sftp.example.edu:22/in' }, 'host', /alone: sftp\.example\.edu\./],
      [{ host: 'sftp.example.edu:2222' }, 'host', /port behind/],
      [{ host: 'sftp.example.edu/in' }, 'host', /path in it/],
      [{ host: 'me@sftp.example.edu' }, 'host', /user in front/],
      [{ host: 'sftp server' }, 'host', /not a name/],
      [{ port: 0 }, 'port', /1 to 65535/],
      [{ port: 65_536 }, 'port', /1 to 65535/],
      [{ port: '22a' }, 'port', /1 to 65535/],
      [{ username: ' ' }, 'username', /is empty/],
      [{ username: 'a\r\nDELE x' }, 'username', /line break/],
      [{ method: 'certificate' }, 'method', /password, private_key/],
      [{ protocol: 'ftp' }, 'acceptsUnencrypted', /unencrypted/],
    ];
    for (const [change, field, words] of cases) {
      const check = ftp.checkSettings({ ...TYPED, ...change });
      assert.ok(!check.ok, JSON.stringify(change));
      assert.deepEqual(check.problems.map((one) => one.field), [field]);
      assert.match(check.problems[0]!.message, words);
    }
  });

  it('take addresses and ports as numbers or digits', () => {
    for (const host of ['10.1.2.3', '[2001:db8::7]', 'files_1', 'a.b-c.example']) {
      assert.ok(ftp.checkSettings({ ...TYPED, host, port: ' 2222 ' }).ok, host);
    }
  });

  it('use a private key with SFTP only, and old algorithms too', () => {
    const key = ftp.checkSettings({ ...TYPED, method: 'private_key', oldAlgorithms: true });
    assert.ok(key.ok);
    assert.equal(key.settings['oldAlgorithms'], true);
    assert.deepEqual(ftp.usedSecrets!(key.settings), ['privateKey', 'passphrase']);
    const ftps = ftp.checkSettings({ ...TYPED, protocol: 'ftps', method: 'private_key', oldAlgorithms: true });
    assert.ok(ftps.ok);
    assert.deepEqual([ftps.settings['method'], ftps.settings['oldAlgorithms']], ['password', false]);
    assert.deepEqual(ftp.usedSecrets!(ftps.settings), ['password']);
  });
});

describe('how files are dealt with', () => {
  const check = (sourceId: string, change: Partial<Record<keyof FileOptions, unknown>> = {}) =>
    ftp.checkFiles!(sourceId, { ...DEFAULT_FILE_OPTIONS, ...change });

  it('is kept with tidy paths', () => {
    const moved = check(' //rollcall/imports//StudentData ', { after: 'move', moveTo: ' /rollcall/done/ ' });
    assert.ok(moved.ok);
    assert.equal(moved.sourceId, '/rollcall/imports/StudentData');
    assert.equal(moved.options.moveTo, '/rollcall/done');
    const all = check('/rollcall/imports/', { moveTo: '/left/over' });
    assert.ok(all.ok);
    assert.deepEqual([all.sourceId, all.options.moveTo], ['/rollcall/imports/', null]);
    assert.deepEqual(check('/x').ok && check('/x'), { ok: true, sourceId: '/x', options: DEFAULT_FILE_OPTIONS });
  });

  it('names each option that does not do', () => {
    const cases: [string, Partial<Record<keyof FileOptions, unknown>>, string][] = [
      ['imports/StudentData', {}, 'source'],
      ['/imports/../etc/StudentData', {}, 'source'],
      ['/imports/Student\nData', {}, 'source'],
      ['/imports/..', {}, 'source'],
      [`/${'x'.repeat(1_025)}`, {}, 'source'],
      ['/in/S', { which: 'oldest' }, 'files.which'],
      ['/in/S', { delimiter: ';' }, 'files.delimiter'],
      ['/in/S', { encoding: 'latin1' }, 'files.encoding'],
      ['/in/S', { after: 'archive' }, 'files.after'],
      ['/in/S', { after: 'move', moveTo: null }, 'files.moveTo'],
      ['/in/S', { after: 'move', moveTo: 'done' }, 'files.moveTo'],
      ['/in/S', { after: 'move', moveTo: '/in/' }, 'files.moveTo'],
      ['/in/S', { after: 'move', moveTo: '//in' }, 'files.moveTo'],
      ['/in/S', { quietSeconds: -1 }, 'files.quietSeconds'],
      ['/in/S', { quietSeconds: 1.5 }, 'files.quietSeconds'],
      ['/in/S', { expectedDays: 0 }, 'files.expectedDays'],
      ['/in/S', { sampleHeaders: ['A', 1] }, 'files.sampleHeaders'],
    ];
    for (const [sourceId, change, field] of cases) {
      const refused = check(sourceId, change);
      assert.ok(!refused.ok, JSON.stringify([sourceId, change]));
      assert.deepEqual(refused.problems.map((one) => one.field), [field]);
      assert.ok(refused.problems[0]!.message.length <= 240);
    }
  });

  it('is the same when it is checked again, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('/', 'a', '.', ' ', '-') }), fc.string(), (sourceId, moveTo) => {
        const once = check(sourceId, { after: 'move', moveTo });
        if (once.ok) assert.deepEqual(ftp.checkFiles!(once.sourceId, { ...once.options }), once);
      }),
    );
  });
});
