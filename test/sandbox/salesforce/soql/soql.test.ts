import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOrg } from '../org.ts';
import { wholeRecord } from '../recordReads.ts';
import { resolveDateLiteral } from './dateLiterals.ts';
import { parseCondition } from './parse.ts';
import { printCondition } from './printCondition.ts';
import { runQuery } from './runQuery.ts';

const NOW = new Date('2027-03-10T17:00:00Z');
const org = createOrg({ contacts: 120, leads: 10, now: () => NOW });
const people = Array.from({ length: 120 }, (_none, row) => wholeRecord(org, 'Contact', row));
const owners = new Map(
  ['User'].flatMap((type) => {
    const users = org.catalog.source(type)!;
    return Array.from(
      { length: users.rowCount },
      (_none, row) => [users.idOf(row), users.accessor('Alias')(row)] as const,
    );
  }),
);

function ids(soql: string, includeDeleted = false): string[] {
  const result = runQuery(soql, org.catalog, { now: NOW, includeDeleted });
  assert.equal(result.kind, 'rows');
  return result.kind === 'rows' ? Array.from(result.selection.rows, (row) => org.tables.Contact.idOf(row)) : [];
}

function errorOf(soql: string): string {
  try {
    runQuery(soql, org.catalog, { now: NOW, includeDeleted: false });
  } catch (error) {
    return (error as { errorCode: string }).errorCode;
  }
  return 'no error';
}

const where = (condition: string): string[] => ids(`SELECT Id FROM Contact WHERE ${condition}`);
const expected = (match: (person: Record<string, unknown>) => boolean): string[] =>
  people.filter(match).map((person) => String(person['Id']));

type Match = (person: Record<string, unknown>) => boolean;
interface Drawn {
  soql: string;
  match: Match;
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const sample = (field: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...new Set(people.map((person) => person[field]).filter((value): value is string => typeof value === 'string')),
  );
const fold = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** The naive reading of a comparison, written without a look at the compiler. */
function compare(value: unknown, operator: string, want: unknown): boolean {
  if (operator === '!=') return !compare(value, '=', want);
  if (operator === '=') return fold(value) === fold(want);
  if (value === null || want === null) return false;
  const [a, b] = [fold(value) as string, fold(want) as string];
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const text = fc.constantFrom(
  'FirstName',
  'LastName',
  'Title',
  'Stage__c',
  'MobilePhone',
  'Preferred_Name__c',
  'Full_Title__c',
  'Student_ID__c',
);

const leaf: fc.Arbitrary<Drawn> = fc.oneof(
  text.chain((field) =>
    fc.tuple(comparison, sample(field), fc.boolean()).map(([operator, value, upper]) => ({
      soql: `${field} ${operator} ${quote(upper ? value.toUpperCase() : value)}`,
      match: (person: Record<string, unknown>) => compare(person[field], operator, upper ? value.toUpperCase() : value),
    })),
  ),
  text.chain((field) =>
    fc.constantFrom('=', '!=').map((operator) => ({
      soql: `${field} ${operator} null`,
      match: (person: Record<string, unknown>) => (person[field] === null) === (operator === '='),
    })),
  ),
  text.chain((field) =>
    fc.tuple(fc.array(sample(field), { minLength: 1, maxLength: 4 }), fc.boolean()).map(([values, not]) => ({
      soql: `${field} ${not ? 'NOT IN' : 'IN'} (${values.map(quote).join(', ')})`,
      match: (person: Record<string, unknown>) => values.some((value) => fold(value) === fold(person[field])) !== not,
    })),
  ),
  text.chain((field) =>
    fc.tuple(sample(field), fc.nat(6), fc.nat(6)).map(([value, from, length]) => {
      const part = value.slice(from, from + length);
      return {
        soql: `${field} LIKE ${quote(`%${part.replace(/[%_]/g, '\\$&')}%`).replace(/\\\\([%_])/g, '\\$1')}`,
        match: (person: Record<string, unknown>) =>
          typeof person[field] === 'string' && String(person[field]).toLowerCase().includes(part.toLowerCase()),
      };
    }),
  ),
  fc.tuple(comparison, fc.integer({ min: 200, max: 400 })).map(([operator, n]) => ({
    soql: `GPA__c ${operator} ${n / 100}`,
    match: (person: Record<string, unknown>) => compare(person['GPA__c'], operator, n / 100),
  })),
  fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom('true', 'false', 'null')).map(([operator, word]) => ({
    soql: `SMS_Opt_Out__c ${operator} ${word}`,
    match: (person: Record<string, unknown>) => (person['SMS_Opt_Out__c'] === (word === 'true')) === (operator === '='),
  })),
  fc
    .tuple(
      fc.constantFrom('SystemModstamp', 'LastModifiedDate', 'CreatedDate'),
      comparison,
      fc.nat(119),
      fc.integer({ min: -1, max: 1 }),
      fc.nat(999),
    )
    .map(([field, operator, row, shift, millis]) => {
      const at = Date.parse(String(people[row]![field])) + shift * 1000;
      return {
        soql: `${field} ${operator} ${new Date(at + millis).toISOString()}`,
        match: (person: Record<string, unknown>) => compare(Date.parse(String(person[field])), operator, at),
      };
    }),
  fc.tuple(comparison, sample('Birthdate')).map(([operator, day]) => ({
    soql: `Birthdate ${operator} ${day}`,
    match: (person: Record<string, unknown>) => compare(person['Birthdate'], operator, day),
  })),
  fc.tuple(comparison, fc.nat(119), fc.boolean()).map(([operator, row, short]) => {
    const id = String(people[row]!['Id']);
    const order: Record<string, (a: string, b: string) => boolean> = {
      '=': (a, b) => a === b,
      '!=': (a, b) => a !== b,
      '<': (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0,
      '<=': (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) <= 0,
      '>': (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0,
      '>=': (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) >= 0,
    };
    return {
      soql: `Id ${operator} '${short ? id.slice(0, 15) : id}'`,
      match: (person: Record<string, unknown>) => order[operator]!(String(person['Id']).slice(0, 15), id.slice(0, 15)),
    };
  }),
  fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom(...owners.values())).map(([operator, alias]) => ({
    soql: `Owner.Alias ${operator} '${String(alias)}'`,
    match: (person: Record<string, unknown>) => compare(owners.get(String(person['OwnerId'])), operator, alias),
  })),
  fc
    .tuple(fc.subarray(['Athletics', 'Music', 'Engineering', 'Nursing'], { minLength: 1 }), fc.boolean())
    .map(([all, not]) => ({
      soql: `Interests__c ${not ? 'EXCLUDES' : 'INCLUDES'} ('${all.join(';')}', 'Study abroad')`,
      match: (person: Record<string, unknown>) => {
        const has = String(person['Interests__c'] ?? '').split(';');
        return (all.every((one) => has.includes(one)) || has.includes('Study abroad')) !== not;
      },
    })),
);

const { condition } = fc.letrec<{ condition: Drawn }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([word, parts]) => ({
        soql: parts.map((part) => `(${part.soql})`).join(` ${word} `),
        match: (person: Record<string, unknown>) =>
          word === 'AND' ? parts.every((part) => part.match(person)) : parts.some((part) => part.match(person)),
      })),
    tie('condition').map((part) => ({
      soql: `NOT (${part.soql})`,
      match: (person: Record<string, unknown>) => !part.match(person),
    })),
  ),
}));

describe('SOQL', () => {
  it('finds what a naive reading of any condition finds', () => {
    fc.assert(
      fc.property(condition, ({ soql, match }) => {
        assert.deepEqual(where(soql), expected(match), soql);
      }),
      { numRuns: 400 },
    );
  });

  it('finds the same by the stamp index, in stamp and id order', () => {
    const key = (person: Record<string, unknown>): string =>
      `${String(person['SystemModstamp'])} ${String(person['Id']).slice(0, 15)}`;
    const ordered = people.toSorted((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))));
    fc.assert(
      fc.property(condition, fc.nat(119), fc.boolean(), ({ soql, match }, row, descending) => {
        const mark = people[row]!;
        const [stamp, id] = [String(mark['SystemModstamp']).replace('.000+0000', 'Z'), String(mark['Id'])];
        const found = ids(
          `SELECT Id FROM Contact WHERE (${soql}) ` +
            `AND (SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > '${id}')) ` +
            `ORDER BY SystemModstamp${descending ? ' DESC, Id DESC' : ', Id'}`,
        );
        const wanted = ordered
          .filter((person) => match(person) && key(person) > key(mark))
          .map((person) => String(person['Id']));
        assert.deepEqual(found, descending ? wanted.reverse() : wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('reads back every condition it writes', () => {
    fc.assert(
      fc.property(condition, ({ soql }) => {
        const once = printCondition(parseCondition(soql));
        assert.equal(printCondition(parseCondition(once)), once);
        assert.deepEqual(where(once), where(soql));
      }),
      { numRuns: 200 },
    );
  });

  it('orders by text without case, empty first or last as told', () => {
    const titles = (order: string): unknown[] =>
      ids(`SELECT Id FROM Contact ORDER BY Title ${order}, Id`).map(
        (id) => people.find((person) => person['Id'] === id)!['Title'],
      );
    const empty = people.filter((person) => person['Title'] === null).length;
    assert.deepEqual(new Set(titles('').slice(0, empty)), new Set([null]));
    assert.deepEqual(new Set(titles('DESC NULLS LAST').slice(-empty)), new Set([null]));
    const filled = titles('NULLS LAST').slice(0, -empty) as string[];
    assert.deepEqual(
      filled,
      filled.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0)),
    );
  });

  it('cuts with LIMIT and OFFSET, and counts as the org does', () => {
    const all = ids('SELECT Id FROM Contact ORDER BY Name, Id');
    assert.deepEqual(ids('SELECT Id FROM Contact ORDER BY Name, Id LIMIT 10 OFFSET 5'), all.slice(5, 15));
    assert.deepEqual(runQuery('SELECT COUNT() FROM Contact', org.catalog, { now: NOW, includeDeleted: false }), {
      kind: 'count',
      totalSize: 120,
    });
    const named = runQuery('SELECT COUNT(Id) people, COUNT(Title) FROM Contact', org.catalog, {
      now: NOW,
      includeDeleted: false,
    });
    assert.deepEqual(named, {
      kind: 'aggregate',
      values: { people: 120, expr1: people.filter((person) => person['Title'] !== null).length },
    });
    assert.equal(errorOf('SELECT Id FROM Contact LIMIT 1 OFFSET 2001'), 'NUMBER_OUTSIDE_VALID_RANGE');
  });

  it('refuses what the org refuses, by the same code', () => {
    const refused: [string, string][] = [
      ['SELECT Nope FROM Contact', 'INVALID_FIELD'],
      ['SELECT Id FROM Nope', 'INVALID_TYPE'],
      ["SELECT Id FROM Contact WHERE Nope.Name = 'x'", 'INVALID_FIELD'],
      ['SELECT Id, Id FROM Contact', 'MALFORMED_QUERY'],
      ['SELECT FROM Contact', 'MALFORMED_QUERY'],
      ['SELECT Id FROM Contact WHERE', 'MALFORMED_QUERY'],
      ['SELECT Id FROM Contact WHERE Name = "x"', 'MALFORMED_QUERY'],
      ["SELECT Id FROM Contact WHERE Name = 'x", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Contact WHERE Name = 'a\\zb'", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Contact WHERE Name = 'x' AND Title = 'y' OR Email = null", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Contact WHERE Name = 'x' AND NOT Title = 'y'", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Contact WHERE SMS_Opt_Out__c = 'true'", 'INVALID_FIELD'],
      ['SELECT Id FROM Contact WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD'],
      ["SELECT Id FROM Contact WHERE CreatedDate > '2026-01-01T00:00:00Z'", 'INVALID_FIELD'],
      ["SELECT Id FROM Contact WHERE Id > 'short'", 'INVALID_QUERY_FILTER_OPERATOR'],
      ["SELECT Id FROM Contact WHERE Name INCLUDES ('x')", 'INVALID_QUERY_FILTER_OPERATOR'],
      ['SELECT Id FROM Contact USING SCOPE mru', 'MALFORMED_QUERY'],
      ['SELECT Id FROM Contact USING SCOPE queue_owned', 'MALFORMED_QUERY'],
      ['SELECT Id FROM Contact trailing words', 'MALFORMED_QUERY'],
    ];
    for (const [soql, code] of refused) assert.equal(errorOf(soql), code, soql);
  });

  it('is not confused by keywords, quotes and backslashes inside a literal', () => {
    const title = "Dean's list ORDER BY merit WHERE honors";
    assert.deepEqual(
      where(`Title = ${quote(title)}`),
      expected((person) => person['Title'] === title),
    );
    assert.deepEqual(where("Title = 'a\\\\b\\'c'"), []);
    assert.deepEqual(
      where("Title LIKE 'Dean\\'s list _____ BY%'"),
      expected((person) => person['Title'] === title),
    );
    assert.deepEqual(where("Title LIKE '100\\%'"), []);
  });

  it('takes empty text for null, and the aliases of the object', () => {
    assert.deepEqual(where("Title = ''"), where('Title = null'));
    assert.deepEqual(
      ids("SELECT c.Id, Contact.Name FROM Contact c WHERE c.Title != null AND Contact.Stage__c = 'Admitted'"),
      expected((person) => person['Title'] !== null && person['Stage__c'] === 'Admitted'),
    );
  });

  it('compares labels with toLabel, values without', () => {
    assert.deepEqual(where("toLabel(Texting_Consent__c) = 'OK to text'"), where("Texting_Consent__c = 'OK'"));
    assert.deepEqual(where("Texting_Consent__c = 'OK to text'"), []);
  });

  it('keeps to the API user’s own records in the scope mine', () => {
    assert.deepEqual(
      ids('SELECT Id FROM Contact USING SCOPE mine'),
      expected((person) => person['OwnerId'] === org.apiUserId),
    );
  });

  it('counts days in the user’s zone and weeks from Sunday', () => {
    // 10 March 2027 is a Wednesday; New York puts its clocks forward on the 14th.
    assert.deepEqual(resolveDateLiteral('TODAY', 0, NOW), {
      startDay: '2027-03-10',
      endDay: '2027-03-11',
      startSecond: Date.UTC(2027, 2, 10, 5) / 1000,
      endSecond: Date.UTC(2027, 2, 11, 5) / 1000,
    });
    const days = (name: string, n = 0): string[] => {
      const { startDay, endDay } = resolveDateLiteral(name, n, NOW);
      return [startDay, endDay];
    };
    assert.deepEqual(days('THIS_WEEK'), ['2027-03-07', '2027-03-14']);
    assert.deepEqual(days('LAST_WEEK'), ['2027-02-28', '2027-03-07']);
    assert.deepEqual(days('LAST_N_DAYS', 7), ['2027-03-03', '2027-03-11']);
    assert.deepEqual(days('NEXT_N_DAYS', 7), ['2027-03-11', '2027-03-18']);
    assert.deepEqual(days('LAST_N_MONTHS', 2), ['2027-01-01', '2027-03-01']);
    assert.deepEqual(days('THIS_QUARTER'), ['2027-01-01', '2027-04-01']);
    assert.deepEqual(days('N_YEARS_AGO', 1), ['2026-01-01', '2027-01-01']);
    assert.equal(resolveDateLiteral('NEXT_WEEK', 0, NOW).startSecond, Date.UTC(2027, 2, 14, 5) / 1000);
    assert.equal(resolveDateLiteral('NEXT_WEEK', 0, NOW).endSecond, Date.UTC(2027, 2, 21, 4) / 1000);
    const { startSecond, endSecond } = resolveDateLiteral('LAST_N_DAYS', 30, NOW);
    assert.deepEqual(
      where('SystemModstamp = LAST_N_DAYS:30'),
      expected((person) => {
        const at = Date.parse(String(person['SystemModstamp'])) / 1000;
        return at >= startSecond && at < endSecond;
      }),
    );
  });
});
