import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  alternatives,
  extendLogic,
  parseLogic,
  type Logic,
} from '../../../../connectors/salesforce/reports/booleanLogic.ts';

/** Whether filters that pass or not let a row through. */
function decide(logic: Logic, passes: readonly boolean[]): boolean {
  if (logic.kind === 'filter') return passes[logic.number - 1]!;
  if (logic.kind === 'not') return !decide(logic.part, passes);
  const parts = logic.parts.map((part) => decide(part, passes));
  return logic.kind === 'and' ? parts.every(Boolean) : parts.some(Boolean);
}

function print(logic: Logic): string {
  if (logic.kind === 'filter') return String(logic.number);
  if (logic.kind === 'not') return `NOT (${print(logic.part)})`;
  return `(${logic.parts.map(print).join(` ${logic.kind.toUpperCase()} `)})`;
}

const FILTERS = 4;
const logics = fc.letrec<{ any: Logic }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('filter' as const), number: fc.integer({ min: 1, max: FILTERS }) }),
    fc.record({ kind: fc.constant('not' as const), part: tie('any') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).any;

describe('salesforce report filter logic', () => {
  it('reads logic as Salesforce means it, however it is put in parentheses', () => {
    fc.assert(
      fc.property(logics, fc.array(fc.boolean(), { minLength: FILTERS, maxLength: FILTERS }), (logic, passes) => {
        assert.equal(decide(parseLogic(print(logic))!, passes), decide(logic, passes));
      }),
    );
    assert.deepEqual(parseLogic('1 and 2 OR 3'), parseLogic('(1 AND 2) OR 3'));
    assert.notDeepEqual(parseLogic('1 AND 2 OR 3'), parseLogic('1 AND (2 OR 3)'));
    for (const text of ['', '1 AND', '(1', '1 2', '0', 'A', '1 XOR 2', 'NOT']) assert.equal(parseLogic(text), null, text);
  });

  it('adds filters that must all pass, whatever the saved logic is', () => {
    fc.assert(
      fc.property(
        logics,
        fc.array(fc.boolean(), { minLength: FILTERS, maxLength: FILTERS }),
        fc.array(fc.boolean(), { maxLength: 3 }),
        (logic, saved, ours) => {
          const extended = parseLogic(extendLogic(print(logic), FILTERS, ours.length)!)!;
          assert.equal(decide(extended, [...saved, ...ours]), decide(logic, saved) && ours.every(Boolean));
        },
      ),
    );
    assert.equal(extendLogic('1 AND (2 OR 3)', 3, 1), '(1 AND (2 OR 3)) AND 4');
    assert.equal(extendLogic(null, 3, 1), null);
    assert.equal(extendLogic('1 OR 2', 2, 0), '1 OR 2');
  });

  it('separates a value’s alternatives by commas outside quotes', () => {
    assert.deepEqual(alternatives('Early, Late'), ['Early', 'Late']);
    assert.deepEqual(alternatives('"100,000",5'), ['100,000', '5']);
    assert.deepEqual(alternatives('"says ""yes"", twice"'), ['says "yes", twice']);
    assert.deepEqual(alternatives(''), ['']);
    assert.deepEqual(alternatives('12" pipe'), ['12" pipe']);
  });
});
