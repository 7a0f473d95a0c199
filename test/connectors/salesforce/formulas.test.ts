import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fieldsChangingUnseen, type ComputedField } from '../../../connectors/salesforce/formulas.ts';

const plain = (name: string): ComputedField => ({ name, calculated: false, calculatedFormula: null });
const formula = (name: string, calculatedFormula: string | null): ComputedField => {
  return { name, calculated: true, calculatedFormula };
};
const OWN = ['FirstName', 'LastName', 'LastModifiedDate', 'Amount__c', 'Stage__c', 'Start__c'].map(plain);
const unseen = (...fields: ComputedField[]): string[] => [...fieldsChangingUnseen([...OWN, ...fields])].sort();
const isUnseen = (text: string | null): boolean => unseen(formula('F__c', text)).includes('f__c');

describe('salesforce formulas', () => {
  const cases: readonly (readonly [string, string | null, boolean])[] = [
    ['a roll-up summary has no formula', null, true],
    ['an empty formula tells nothing', ' ', true],
    ['a copy of the modified time', 'LastModifiedDate', false],
    ['own fields', 'FirstName & " " & LastName', false],
    ['names in another case', 'firstname & LASTNAME', false],
    ['functions over own fields', 'IF(AND(ISPICKVAL(Stage__c, "Admitted"), Amount__c > 1.5), TRUE, NULL)', false],
    ['a function called with a space', 'IF (ISBLANK (Stage__c), 1, 2)', false],
    ['a look-up', 'Advisor__r.Name', true],
    ['a standard look-up', 'Account.Owner.Name', true],
    ['a look-up with spaces and calls around', 'UPPER( Owner.Alias )', true],
    ['an owner of several kinds', 'Owner:User.FirstName', true],
    ['a global', 'IF($User.Id = "005", 1, 2)', true],
    ['a custom setting', '$Setup.Texting__c.On__c', true],
    ['the day', 'TODAY() - Start__c', true],
    ['the time, in small letters', 'now()', true],
    ['the time of day', 'TIMENOW()', true],
    ['words inside quotes', 'IF(Stage__c = "TODAY() at Owner.Name $User", "a", \'NOW()\')', false],
    ['quotes escaped inside quotes', 'FirstName & "say \\"TODAY()\\""', false],
    ['words in a comment', 'FirstName /* Owner.Name, TODAY() */ & LastName', false],
    ['behind a comment', '/* own */ Owner.Name', true],
    ['numbers with points', 'Amount__c * 0.25 + 1.0', false],
    ['a field the API user can’t see', 'Hidden__c + 1', true],
  ];
  for (const [name, text, expected] of cases) {
    it(`${name}: ${expected ? 'changes unseen' : 'changes with the record'}`, () => {
      assert.equal(isUnseen(text), expected);
    });
  }

  it('follows formulas through formulas', () => {
    assert.deepEqual(
      unseen(
        formula('Name__c', 'FirstName & LastName'),
        formula('Long__c', 'Name__c & "!"'),
        formula('Age__c', 'TODAY() - Start__c'),
        formula('Group__c', 'IF(age__c > 18, "a", Long__c)'),
        formula('Total__c', null),
        formula('Share__c', 'Amount__c / Total__c'),
      ),
      ['age__c', 'group__c', 'share__c', 'total__c'],
    );
  });

  it('ends when formulas lead back to themselves, and trusts none of them', () => {
    assert.deepEqual(unseen(formula('A__c', 'B__c'), formula('B__c', 'A__c')), ['a__c', 'b__c']);
  });

  it('finds exactly the fields from which a restless one can be reached, in any order of fields', () => {
    const size = 12;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
        fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (pairs, restless, order) => {
          // Each names only later ones, as formulas can't go in circles.
          const uses = (i: number): number[] => pairs.filter(([a, b]) => a === i && b > i).map(([, b]) => b);
          const fields = Array.from({ length: size }, (_none, i) => {
            const own = restless.includes(i) ? 'Owner.Name' : 'FirstName';
            return formula(`F${i}__c`, [own, ...uses(i).map((b) => `F${b}__c`)].join(' & '));
          });
          const reaches = (i: number): boolean => restless.includes(i) || uses(i).some(reaches);
          const expected = fields.filter((_field, i) => reaches(i)).map(({ name }) => name.toLowerCase());
          const shuffled = fields
            .map((field) => ({ field, at: order.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ field }) => field);
          assert.deepEqual(unseen(...shuffled), expected.sort());
        },
      ),
    );
  });
});
