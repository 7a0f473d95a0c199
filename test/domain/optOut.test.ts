import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OptOutMapping } from '../../src/domain/mappingTypes.ts';
import { optOutSentence, optOutValue, readOptOut } from '../../src/domain/optOut.ts';

const ticked: OptOutMapping = { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' };
const consent: OptOutMapping = { kind: 'checkbox', field: 'SMS_Consent__c', ticked: 'opted_in' };
const list: OptOutMapping = {
  kind: 'picklist',
  field: 'Texting__c',
  optedInValue: 'OK',
  optedOutValue: 'No texts',
  empty: 'keep',
};

const mappings: fc.Arbitrary<OptOutMapping> = fc.oneof(
  fc.constantFrom(ticked, consent),
  fc
    .record({
      kind: fc.constant('picklist' as const),
      field: fc.constant('Texting__c'),
      optedInValue: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      optedOutValue: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      empty: fc.constantFrom('keep' as const, 'opted_in' as const, 'opted_out' as const),
    })
    .filter((mapping) => mapping.optedInValue !== mapping.optedOutValue),
);

describe('readOptOut', () => {
  it('reads a checkbox in either sense, as a boolean or a word', () => {
    for (const cell of [true, 'true', 'TRUE', ' True ']) {
      assert.equal(readOptOut(ticked, cell), 'opted_out');
      assert.equal(readOptOut(consent, cell), 'opted_in');
    }
    for (const cell of [false, 'false', 'FALSE']) {
      assert.equal(readOptOut(ticked, cell), 'opted_in');
      assert.equal(readOptOut(consent, cell), 'opted_out');
    }
  });

  it('knows every word for yes and no when the values are a yes and a no', () => {
    const words: OptOutMapping = { kind: 'picklist', field: 'OptedOut', optedInValue: 'false', optedOutValue: 'true', empty: 'keep' };
    for (const cell of ['true', 'TRUE', 'Yes', 'y', ' 1 ', 1, true]) assert.equal(readOptOut(words, cell), 'opted_out');
    for (const cell of ['false', 'No', 'N', '0', 0, false]) assert.equal(readOptOut(words, cell), 'opted_in');
    for (const cell of ['', ' ', null]) assert.equal(readOptOut(words, cell), 'keep');
    const turned: OptOutMapping = { ...words, optedInValue: 'Y', optedOutValue: 'N' };
    assert.deepEqual([readOptOut(turned, 'true'), readOptOut(turned, '0')], ['opted_in', 'opted_out']);
    for (const [mapping, cell] of [[words, 'maybe'], [list, 'yes'], [{ ...words, optedInValue: 'OK' }, 'no']] as const)
      assert.equal(typeof readOptOut(mapping, cell), 'object');
  });

  it('counts a checkbox without a value as not ticked', () => {
    for (const cell of [null, undefined, '', ' ']) {
      assert.equal(readOptOut(ticked, cell), 'opted_in');
      assert.equal(readOptOut(consent, cell), 'opted_out');
    }
  });

  it('reads a picklist exactly, then without regard to case and spaces', () => {
    for (const cell of ['No texts', ' no TEXTS ']) assert.equal(readOptOut(list, cell), 'opted_out');
    for (const cell of ['OK', ' ok']) assert.equal(readOptOut(list, cell), 'opted_in');
    const cased: OptOutMapping = { ...list, optedInValue: 'yes', optedOutValue: 'YES' };
    assert.equal(readOptOut(cased, 'yes'), 'opted_in');
    assert.equal(readOptOut(cased, 'YES'), 'opted_out');
    assert.equal(readOptOut(cased, 'Yes'), 'opted_out', 'when in doubt, opted out');
  });

  it('reads an empty picklist as the mapping says', () => {
    for (const empty of ['keep', 'opted_in', 'opted_out'] as const) {
      for (const cell of [null, undefined, '', '  ']) assert.equal(readOptOut({ ...list, empty }, cell), empty);
    }
  });

  it('refuses a value the mapping does not know', () => {
    assert.deepEqual(readOptOut(list, 'Maybe'), {
      code: 'optout_value_unknown',
      column: 'Opt-out',
      value: 'Maybe',
      message:
        '“Maybe” is neither the opted-in nor the opted-out value. Nothing in the row was changed. ' +
        'Correct it, or change the opt-out mapping.',
    });
    for (const cell of ['yes', 1, 'opted out', 'x'.repeat(1000)]) {
      const problem = readOptOut(ticked, cell);
      assert.ok(
        typeof problem === 'object' && problem.code === 'optout_value_unknown' && problem.message.length <= 240,
      );
    }
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(mappings, fc.boolean(), (mapping, optedOut) => {
        assert.equal(readOptOut(mapping, optOutValue(mapping, optedOut)), optedOut ? 'opted_out' : 'opted_in');
      }),
    );
  });
});

describe('optOutValue', () => {
  it('is a boolean for a checkbox and the mapped value for a picklist', () => {
    assert.deepEqual([optOutValue(ticked, true), optOutValue(ticked, false)], [true, false]);
    assert.deepEqual([optOutValue(consent, true), optOutValue(consent, false)], [false, true]);
    assert.deepEqual([optOutValue(list, true), optOutValue(list, false)], ['No texts', 'OK']);
  });
});

describe('optOutSentence', () => {
  it('says the rule in words', () => {
    assert.equal(
      optOutSentence(ticked),
      'A ticked box means the person has opted out. An empty box means they may be texted.',
    );
    assert.equal(
      optOutSentence(consent),
      'A ticked box means the person may be texted. An empty box means they have opted out.',
    );
    assert.equal(
      optOutSentence(list),
      '‘No texts’ means opted out, ‘OK’ means they may be texted, empty keeps what we have, ' +
        'anything else is an error in that row.',
    );
    assert.match(optOutSentence({ ...list, empty: 'opted_out' }), /, empty means opted out, /);
    assert.match(optOutSentence({ ...list, empty: 'opted_in' }), /, empty means they may be texted, /);
  });
});
