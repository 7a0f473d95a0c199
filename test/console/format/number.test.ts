import assert from 'node:assert/strict';
import { byteSize, count, counted, duration, share } from '../../../src/console/format/number.ts';

describe('numbers in the console', () => {
  it('are grouped, and unknown is a dash, never zero', () => {
    assert.equal(count(48_210), '48,210');
    assert.equal(count(0), '0');
    assert.equal(count(null), '–');
  });

  it('agree with their noun', () => {
    assert.equal(counted(1, 'row'), '1 row');
    assert.equal(counted(4988, 'row'), '4,988 rows');
    assert.equal(counted(2, 'person', 'people'), '2 people');
  });

  it('tell sizes in the unit that fits, rounding up into the next one', () => {
    const sizes = [1, 812, 1_000, 48_400, 999_499, 999_500, 4_812_345, 48_000_000, 1_200_000_000].map(byteSize);
    const words = ['1 byte', '812 bytes', '1 KB', '48 KB', '999 KB', '1.0 MB', '4.8 MB', '48 MB', '1.2 GB'];
    assert.deepEqual(sizes, words);
  });

  it('keep small shares visible', () => {
    assert.equal(share(3, 10_000), '0.03 %');
    assert.equal(share(6, 100_000), '0.006 %');
    assert.equal(share(1, 2), '50 %');
    assert.equal(share(1, 0), '–');
  });

  it('say durations in two units at most', () => {
    assert.equal(duration(400), '0.4 s');
    assert.equal(duration(12_000), '12 s');
    assert.equal(duration(72_000), '1 min 12 s');
    assert.equal(duration(7_500_000), '2 h 5 min');
    assert.equal(duration(60_000), '1 min');
  });
});
