import assert from 'node:assert/strict';
import { isSizeJump } from '../../src/domain/sizeJump.ts';

describe('isSizeJump', () => {
  const cases: readonly [before: number | null, now: number | null, isJump: boolean][] = [
    [4210, 61_300, true],
    [4210, 4210, false],
    [4210, 8420, false],
    [4210, 8421, true],
    [4210, 2105, false],
    [4210, 2104, true],
    [100, 300, false],
    [100, 301, true],
    [301, 101, false],
    [302, 101, true],
    [150, 0, true],
    [0, 0, false],
    [0, 200, false],
    [0, 201, true],
    [null, 60_000, false],
    [4210, null, false],
  ];
  for (const [before, now, isJump] of cases) {
    it(`${isJump ? 'asks' : 'goes on'} when ${before} rows become ${now}`, () => {
      assert.equal(isSizeJump(before, now), isJump);
    });
  }
});
