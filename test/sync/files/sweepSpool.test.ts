import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepSpool } from '../../../src/sync/files/sweepSpool.ts';

describe('the spool of a machine', () => {
  it('holds no file for longer than copies are kept, whoever left it', async () => {
    const spool = await mkdtemp(join(tmpdir(), 'rollcall-spool-'));
    try {
      const now = new Date('2026-11-20T15:00:00Z');
      await mkdir(join(spool, 'connection'));
      for (const [name, days] of [['old', 9], ['week', 7], ['new', 0]] as const) {
        await writeFile(join(spool, 'connection', name), 'row');
        const time = new Date(now.getTime() - days * 86_400_000);
        await utimes(join(spool, 'connection', name), time, time);
      }
      assert.equal(await sweepSpool(spool, now), 1);
      assert.deepEqual((await readdir(join(spool, 'connection'))).sort(), ['new', 'week']);
      assert.equal(await sweepSpool(join(spool, 'none'), now), 0);
    } finally {
      await rm(spool, { recursive: true, force: true });
    }
  });
});
