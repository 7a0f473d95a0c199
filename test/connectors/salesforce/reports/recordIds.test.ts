import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IdSet, longId } from '../../../../connectors/salesforce/reports/recordIds.ts';

const DIGITS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

describe('salesforce record IDs', () => {
  it('adds the check characters that Salesforce does', () => {
    // Published vectors of the 15 to 18 character conversion, and IDs of recorded answers.
    const vectors = { a01M00000062mPg: 'IAI', '001M000000qfPyS': 'IAU', aaaaaaaaaaaaaaa: 'AAA', aBcDEfgHIJKLMNO: '025' };
    for (const [short, check] of Object.entries({ ...vectors, '003580000025son': 'AAA', '00O58000000qu8X': 'EAQ' })) {
      assert.equal(longId(short), short + check);
      assert.equal(longId(short + check), short + check);
    }
  });

  it('takes nothing else for an ID', () => {
    for (const text of ['003580000025sonAAB', '003580000025sonAA', 'Edna', '', null, 18, '003580000025so-']) {
      assert.equal(longId(text), null);
    }
  });

  it('remembers exactly the IDs added, also those that differ by case alone', () => {
    const id = fc.tuple(fc.constantFrom('003RC00', '003rc00'), fc.array(fc.constantFrom(...DIGITS), { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 300 }), fc.array(id, { maxLength: 50 }), (added, others) => {
        const set = new IdSet();
        const known = new Set<string>();
        for (const [prefix, tail] of added) {
          const whole = longId(prefix + tail.join(''))!;
          assert.equal(set.add(whole), !known.has(whole));
          known.add(whole);
        }
        assert.equal(set.size, known.size);
        for (const [prefix, tail] of [...added, ...others]) {
          const whole = longId(prefix + tail.join(''))!;
          assert.equal(set.has(whole), known.has(whole));
        }
      }),
    );
  });

  it('holds half a million neighbouring IDs in a few megabytes', () => {
    const set = new IdSet();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 500_000; i += 1) set.add(`003RC00000${base62(i)}`);
    assert.equal(set.size, 500_000);
    assert.ok(process.memoryUsage().arrayBuffers - before < 24 * 2 ** 20);
  });
});

function base62(number: number): string {
  let text = '';
  for (let i = 0, rest = number; i < 5; i += 1, rest = Math.floor(rest / 62)) text = DIGITS[rest % 62]! + text;
  return text;
}
