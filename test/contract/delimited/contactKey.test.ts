import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contactKey } from '../../../src/contract/delimited/contactKey.ts';
import { readRecordId } from '../../../src/domain/recordIds.ts';

/** Published by Brian Green for 0014000000Lmabc; these have the prefix of contacts. */
const SHORT = '0034000000Lmabc';
const LONG = '0034000000LmabcAAB';

describe('what a contact is recognised by within a file', () => {
  it('is the same for a Salesforce ID of 15 and 18 characters, in whatever case the long one comes', () => {
    for (const cell of [LONG, LONG.toLowerCase(), LONG.toUpperCase(), `="${SHORT}"`, `\u202a${LONG}\u202c`]) {
      assert.equal(contactKey(cell), SHORT, cell);
    }
    assert.notEqual(contactKey('0034000000lmabc'), SHORT);
    assert.equal(contactKey('003400000012345678'), '003400000012345678');
    // A suffix that would make a digit upper case.
    assert.equal(contactKey('0034000000LmabcBAB'), '0034000000LmabcBAB');
  });

  it('is the same exactly when the mapping reads the same contact ID', () => {
    const id = fc.constantFrom(SHORT, LONG, '10023', 'A-1', "O'B", 'ab c', '003400000000001', '00Q4000000LmabcAAB');
    const change = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toLowerCase(),
      (text) => text.toUpperCase(),
      (text) => ` ${text}\u00a0`,
      (text) => `="${text}"`,
      (text) => `\u200b${text}`,
      (text) => text.replace('-', '\u2011').replace("'", '’'),
      (text) => text.replace('c', 'd'),
      (text) => text.replace(' ', '\t'),
      (text) => text.replace(' ', '\u00a0'),
    );
    const cell = fc.tuple(id, change, change).map(([text, one, two]) => two(one(text)));
    fc.assert(
      fc.property(cell, cell, (one, two) => {
        const [first, second] = [readRecordId(one), readRecordId(two)];
        fc.pre(first.ok && second.ok);
        assert.equal(contactKey(one) === contactKey(two), first.ok && second.ok && first.id === second.id);
      }),
      { numRuns: 2000 },
    );
  });

  it('is empty for a cell that shows nothing', () => {
    for (const cell of ['', ' ', '\u200b', '=""', '\u00a0\t']) assert.equal(contactKey(cell), '');
  });
});
