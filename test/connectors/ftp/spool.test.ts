import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asSpoolFault, Spool } from '../../../connectors/ftp/spool.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';

describe('the spool', () => {
  let folder: string;
  let spool: Spool;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'rollcall-spool-')), 'c1');
    spool = new Spool(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  const content = (text: string): Uint8Array[] => [...text].map((letter) => Buffer.from(letter));

  it('names content by its hash and finds it by its mark', async () => {
    assert.equal(await spool.find('a', 5), null);
    const kept = await spool.write(content('hello'), () => undefined, 'a');
    const sha256 = createHash('sha256').update('hello').digest('hex');
    assert.deepEqual(kept, { sha256, size: 5 });
    assert.equal(await readFile(spool.path(sha256), 'utf8'), 'hello');
    assert.deepEqual(await spool.find('a', 5), kept);
    assert.equal(await spool.find('b', 5), null);
    assert.deepEqual(await spool.write(content('hello'), () => undefined, 'b'), kept);
    assert.deepEqual(await spool.find('b', 5), kept);
    await writeFile(spool.path(sha256), 'half');
    assert.equal(await spool.find('a', 5), null);
  });

  it('keeps nothing that was not accepted, or whose content broke off', async () => {
    const refusal = new Error('not this one');
    const refuse = (): void => {
      throw refusal;
    };
    await assert.rejects(spool.write(content('hello'), refuse, 'a'), (error) => error === refusal);
    const breaking = (function* () {
      yield Buffer.from('he');
      throw refusal;
    })();
    await assert.rejects(spool.write(breaking, () => undefined, 'a'), (error) => error === refusal);
    assert.deepEqual(await readdir(folder), []);
  });

  it('forgets content with everything made of it, and nothing else', async () => {
    const { sha256 } = await spool.write(content('hello'), () => undefined, 'a');
    const other = await spool.write(content('other'), () => undefined);
    await writeFile(spool.path(`${sha256}-0123456789abcdef`, '.rows'), '');
    await spool.forget(sha256);
    assert.deepEqual(await readdir(folder), [other.sha256]);
    assert.deepEqual([await spool.has(sha256), await spool.has(other.sha256)], [false, true]);
  });

  it('is private also when its folder was there, and clears away what a process left half-written long ago', async () => {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'old.part'), '');
    await writeFile(join(folder, 'new.part'), '');
    await utimes(join(folder, 'old.part'), new Date(0), new Date(0));
    const { sha256 } = await spool.write(content('hello'), () => undefined);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.deepEqual((await readdir(folder)).sort(), [sha256, 'new.part'].sort());
  });

  it('tells a full disk as what it is', () => {
    const full = asSpoolFault(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    assert.ok(full instanceof ConnectorError && full.code === 'SPOOL_FULL' && full.retry.kind === 'after');
    const other = new Error('something else');
    assert.equal(asSpoolFault(other), other);
  });
});
