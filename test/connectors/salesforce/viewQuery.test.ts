import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countQuery, parseViewQuery, pullQuery, viewDefinition } from '../../../connectors/salesforce/viewQuery.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import { recording } from './recordings.ts';

const COLUMNS =
  'SELECT Name, toLabel(Stage__c), Owner.Alias, (SELECT Id FROM Cases WHERE IsClosed = false), Id FROM Contact';
interface Described {
  readonly query: string;
}

const ORDER = 'ORDER BY Name ASC NULLS FIRST, Id ASC NULLS FIRST';
const SINCE = new Date('2024-05-01T13:00:00.900Z');

const refuses = (query: string, words: RegExp): void => {
  assert.throws(
    () => parseViewQuery(query, 'Contact'),
    (error) => error instanceof ConnectorError && error.code === 'SOURCE_UNUSABLE' && words.test(error.message),
    query,
  );
};

/** A SOQL text literal holding anything, escaped as SOQL wants it. */
const literal = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' WHERE ',
        ' ORDER BY ',
        ' LIMIT 5',
        ' FROM Lead ',
        ' OR ',
        ')',
        '((',
        "'",
        '\\',
        ' USING SCOPE mine ',
        ' GROUP BY ',
        'é',
        '%',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `'${parts.join('').replace(/[\\']/g, '\\$&')}'`);
const leaf = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('Title', 'Stage__c', 'Owner.Name', 'Order_By__c', 'Limit__c', 'Where__c'),
      fc.constantFrom('=', '!=', 'LIKE'),
      literal,
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('Status', 'Tags__c'),
      fc.constantFrom('IN', 'NOT IN', 'INCLUDES'),
      fc.array(literal, { minLength: 1, maxLength: 3 }),
    )
    .map(([field, operator, values]) => `${field} ${operator} (${values.join(', ')})`),
  fc.constantFrom(
    'CreatedDate = THIS_WEEK',
    'IsConverted = false',
    'CreatedDate >= 2024-05-01T13:00:00Z',
    'CreatedDate = LAST_N_DAYS:30',
    'AccountId IN (SELECT AccountId FROM Opportunity WHERE IsWon = true ORDER BY Amount LIMIT 5)',
  ),
);
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string; group: string; leaf: string }>((tie) => ({
  leaf,
  group: fc
    .tuple(tie('any'), fc.constantFrom('AND', 'OR', 'and'), tie('any'))
    .map(([a, word, b]) => `(${a} ${word} ${b})`),
  any: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    tie('group'),
    tie('any').map((inner) => `(NOT ${inner})`),
  ),
})).any;

describe('salesforce view query', () => {
  it('keeps any condition whole, whatever keywords its literals hold', () => {
    fc.assert(
      fc.property(
        condition,
        fc.constantFrom('', ' USING SCOPE everything'),
        fc.constantFrom('', ` ${ORDER}`, ` ${ORDER} LIMIT 2000`, ' LIMIT 50'),
        (text, scope, tail) => {
          const view = parseViewQuery(`${COLUMNS}${scope} WHERE ${text}${tail}`, 'Contact');
          assert.equal(view.condition, text.trim());
          assert.equal(view.scope, scope === '' ? null : 'everything');
          const query = pullQuery(view, ['MobilePhone'], SINCE, null);
          assert.ok(
            query.endsWith(
              ` WHERE (${text.trim()}) AND SystemModstamp >= 2024-05-01T13:00:00Z ORDER BY SystemModstamp ASC, Id ASC`,
            ),
            query,
          );
          // What was narrowed reads back as one condition: nothing in it leaks out.
          assert.equal(
            parseViewQuery(query, 'Contact').condition,
            `(${text.trim()}) AND SystemModstamp >= 2024-05-01T13:00:00Z`,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads the recorded describes', () => {
    const found = [
      recording<Described>('listview-describe.v43.json'),
      ...recording<Described[]>('listview-describe-scopes.v43.json'),
    ]
      .map(({ query }) => parseViewQuery(query, 'Account' as RecordType))
      .map(({ scope, condition: text }) => [scope, text]);
    assert.deepEqual(found, [
      [null, 'CreatedDate = THIS_WEEK'],
      [null, 'CreatedDate = LAST_WEEK'],
      [null, null],
      ['mru', null],
      [null, null],
      ['mine', null],
    ]);
  });

  it('reads a lead view with scope and condition, in any letter case and spacing', () => {
    const view = parseViewQuery(
      'select Name from lead\n using scope Mine\twhere IsConverted = false order  by Name',
      'Lead',
    );
    assert.deepEqual(view, { recordType: 'Lead', scope: 'mine', condition: 'IsConverted = false' });
  });

  it('refuses every shape it can’t be sure of', () => {
    refuses('', /SELECT/);
    refuses('FIND {x}', /SELECT/);
    refuses('SELECT Id FROM Lead', /reads from Lead/);
    refuses("SELECT Id FROM Contact c WHERE c.Title = 'x'", /follows the object/);
    refuses('SELECT Id FROM Contact, Contact.Account a', /follows the object/);
    refuses("SELECT Id FROM Contact WHERE Title = 'x", /quotation mark/);
    refuses("SELECT Id FROM Contact WHERE (Title = 'x'", /parentheses/);
    refuses("SELECT Id FROM Contact WHERE Title = 'x') OR (Id != null", /parentheses/);
    refuses('SELECT Id FROM Contact WHERE', /condition is empty/);
    refuses('SELECT Id FROM Contact WHERE ORDER BY Id', /condition is empty/);
    refuses('SELECT Id FROM Contact WHERE Id != null WITH SECURITY_ENFORCED', /WITH/);
    refuses('SELECT Title FROM Contact GROUP BY Title', /GROUP/);
    refuses('SELECT Id FROM Contact WHERE Id != null LIMIT 5 OFFSET 10', /OFFSET/);
    refuses('SELECT Id FROM Contact FOR UPDATE', /FOR/);
    refuses('SELECT Id FROM Contact ALL ROWS', /ALL/);
    refuses('SELECT Id FROM Contact USING mine', /scope/);
    refuses('SELECT Id FROM Contact WHERE Id != null WHERE Id != null', /twice/);
  });

  it('goes on after a record of a second, or from a whole second on', () => {
    const view = parseViewQuery(`${COLUMNS} WHERE A__c = 1 OR B__c = 2 ${ORDER}`, 'Contact');
    const modifiedAt = new Date('2024-05-01T13:00:00.000Z');
    assert.equal(
      pullQuery(view, ['Id', 'FirstName', 'firstname', 'Owner.Name'], SINCE, {
        modifiedAt,
        recordId: '003RO0000035WQgYAM',
      }),
      'SELECT Id, SystemModstamp, LastModifiedDate, IsDeleted, FirstName, Owner.Name FROM Contact WHERE (A__c = 1 ' +
        'OR B__c = 2) AND ' +
        '(SystemModstamp > 2024-05-01T13:00:00Z OR (SystemModstamp = 2024-05-01T13:00:00Z AND Id > ' +
        "'003RO0000035WQgYAM')) " +
        'ORDER BY SystemModstamp ASC, Id ASC',
    );
    assert.match(
      pullQuery(view, [], null, { modifiedAt: SINCE, recordId: null }),
      /AND SystemModstamp >= 2024-05-01T13:00:00Z ORDER/,
    );
    const all = parseViewQuery('SELECT Id FROM Lead', 'Lead');
    assert.equal(
      pullQuery(all, ['Email'], null, null),
      'SELECT Id, SystemModstamp, LastModifiedDate, IsDeleted, IsConverted, Email FROM Lead ORDER BY ' +
        'SystemModstamp ASC, Id ASC',
    );
    assert.equal(countQuery(view), 'SELECT COUNT() FROM Contact WHERE (A__c = 1 OR B__c = 2)');
  });

  it('puts nothing but field names into the query', () => {
    const view = parseViewQuery('SELECT Id FROM Contact', 'Contact');
    for (const field of ['Name FROM User', "x'", '', 'Owner.', '1a', 'a-b']) {
      assert.throws(
        () => pullQuery(view, [field], null, null),
        (error) => error instanceof ConnectorError && error.code === 'FIELD_GONE',
        field,
      );
    }
  });

  it('has one definition for the same people, whatever columns and order are shown', () => {
    const definition = (query: string): string => viewDefinition(parseViewQuery(query, 'Contact'));
    const base = definition(`SELECT Id FROM Contact WHERE A__c = 1 ${ORDER}`);
    assert.match(base, /^[0-9a-f]{32}$/);
    assert.equal(definition(`${COLUMNS} WHERE A__c = 1`), base);
    assert.notEqual(definition('SELECT Id FROM Contact WHERE A__c = 2'), base);
    assert.notEqual(definition('SELECT Id FROM Contact'), base);
    assert.notEqual(definition('SELECT Id FROM Contact USING SCOPE mine WHERE A__c = 1'), base);
  });
});
