import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createSealer } from '../../src/db/sealer.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('createSealer', () => {
  it('opens what it sealed, for the same place', () => {
    fc.assert(
      fc.property(key, fc.string({ unit: 'binary' }), fc.string(), (bytes, plain, place) => {
        const sealer = createSealer(bytes);
        assert.equal(sealer.open(sealer.seal(plain, place), place), Buffer.from(plain, 'utf8').toString('utf8'));
      }),
    );
  });

  it('never seals the same twice', () => {
    const sealer = createSealer(randomBytes(32));
    assert.notDeepEqual(sealer.seal('secret', 'a'), sealer.seal('secret', 'a'));
  });

  it('refuses another place', () => {
    const sealer = createSealer(randomBytes(32));
    const blob = sealer.seal('secret', 'connection/1/token');
    assert.throws(() => sealer.open(blob, 'connection/2/token'), /changed, or belongs elsewhere/);
  });

  it('refuses another key, and says which setting to mend', () => {
    const blob = createSealer(randomBytes(32)).seal('secret', 'place');
    assert.throws(() => createSealer(randomBytes(32)).open(blob, 'place'), /another key.*ROLLCALL_ENCRYPTION_KEY/);
  });

  it('refuses a blob with any bit changed, or cut', () => {
    const sealer = createSealer(randomBytes(32));
    const blob = sealer.seal('secret', 'place');
    fc.assert(
      fc.property(fc.nat(blob.length * 8 - 1), fc.nat(blob.length - 1), (bit, length) => {
        const changed = Buffer.from(blob);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        assert.throws(() => sealer.open(changed, 'place'));
        assert.throws(() => sealer.open(blob.subarray(0, length), 'place'));
      }),
    );
  });

  it('does not show the secret or the key in what it stores', () => {
    const bytes = randomBytes(32);
    const blob = createSealer(bytes).seal('a very secret token', 'place');
    assert.equal(blob.includes('secret'), false);
    assert.equal(blob.includes(bytes.subarray(0, 8)), false);
  });

  it('takes keys of 32 bytes only', () => {
    assert.throws(() => createSealer(randomBytes(16)), /16 bytes; it needs 32/);
  });
});
