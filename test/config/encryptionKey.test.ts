import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/configError.ts';
import { loadKey } from '../../src/config/encryptionKey.ts';

describe('loadKey', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('takes the key of the settings and makes no file', async () => {
    const key = Buffer.alloc(32, 7);
    assert.deepEqual(await loadKey({ encryptionKey: key, dataDir: folder }), key);
    assert.deepEqual(await readdir(folder), []);
  });

  it('makes a key once, which only its owner can read', async () => {
    const dataDir = join(folder, 'new', 'data');
    const key = await loadKey({ encryptionKey: null, dataDir });
    assert.equal(key.length, 32);
    assert.equal((await stat(join(dataDir, 'encryption.key'))).mode & 0o777, 0o600);
    assert.deepEqual(await loadKey({ encryptionKey: null, dataDir }), key);
    assert.deepEqual(await readdir(dataDir), ['encryption.key']);
  });

  it('gives processes that start together the same key', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadKey({ encryptionKey: null, dataDir: folder })));
    assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 1);
    assert.deepEqual(await readdir(folder), ['encryption.key']);
  });

  it('refuses a key that others can read, and one that is none', async () => {
    const file = join(folder, 'encryption.key');
    await writeFile(file, Buffer.alloc(32).toString('base64'));
    await chmod(file, 0o644);
    await assert.rejects(
      loadKey({ encryptionKey: null, dataDir: folder }),
      (error) => error instanceof ConfigError && /chmod 600/.test(error.message),
    );
    await writeFile(file, 'nonsense');
    await chmod(file, 0o600);
    await assert.rejects(
      loadKey({ encryptionKey: null, dataDir: folder }),
      (error) => error instanceof ConfigError && /no key of 32 bytes/.test(error.message),
    );
  });
});
