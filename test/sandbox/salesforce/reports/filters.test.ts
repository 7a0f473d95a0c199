import assert from 'node:assert/strict';
import fc from 'fast-check';
import { apiClient, type ApiClient } from '../apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';
import { parseBooleanFilter, printLogic } from './booleanFilter.ts';
import { splitFilterValue } from './filterValues.ts';
import type { ReportFilter } from './reportDefinition.ts';

type Person = Record<string, unknown>;
type Test = (person: Person) => boolean;
interface Drawn {
  filter: ReportFilter;
  test: Test;
}

const ORDERED = ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'] as const;
const NOW = new Date('2026-03-02T15:00:00Z');

describe('filters of the sandbox org’s reports', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  let people: Person[];

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 250, leads: 5, now: () => NOW, hourlyReportRuns: 10_000 });
    client = apiClient(sandbox);
    people = sandbox.find('Contact', () => true);
  });
  after(() => sandbox.close());

  const run = async (reportFilters: readonly ReportFilter[], more: Record<string, unknown> = {}): Promise<string[]> => {
    const path = `/analytics/reports/${sandbox.reportId('Everybody_with_time')}?includeDetails=true`;
    const { status, body } = await client.call('POST', path, {
      reportMetadata: { reportFilters, detailColumns: ['CONTACT_ID'], reportBooleanFilter: null, ...more },
    });
    assert.equal(status, 200, JSON.stringify([reportFilters, more, body]));
    const { rows, aggregates } = body.factMap['T!T'];
    assert.equal(aggregates[0].value, rows.length);
    return rows.map((row: { dataCells: { value: string }[] }) => row.dataCells[0]!.value);
  };
  const matching = (test: Test): string[] => people.filter(test).map((person) => String(person['Id']));

  /** The naive reading of a comparison, written without a look at the engine. */
  const compare = (value: unknown, operator: string, want: unknown): boolean => {
    if (operator === 'notEqual') return !compare(value, 'equals', want);
    if (operator === 'notContain') return !compare(value, 'contains', want);
    if (value === null) return false;
    const [a, b] = [value, want].map((one) => (typeof one === 'string' ? one.toLowerCase() : one)) as [string, string];
    if (operator === 'contains') return a.includes(b);
    if (operator === 'startsWith') return a.startsWith(b);
    if (operator === 'equals') return a === b;
    if (operator === 'lessThan') return a < b;
    if (operator === 'lessOrEqual') return a <= b;
    return operator === 'greaterThan' ? a > b : a >= b;
  };
  const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const sample = (field: string): fc.Arbitrary<string> =>
    fc.nat(249).map((at) => String(people[at]![field] ?? people.find((person) => person[field] !== null)![field]));

  const text: fc.Arbitrary<Drawn> = fc
    .constantFrom(
      ['FIRST_NAME', 'FirstName'],
      ['LAST_NAME', 'LastName'],
      ['PHONE3', 'MobilePhone'],
      ['Contact.Stage__c', 'Stage__c'],
      ['TITLE', 'Title'],
    )
    .chain(([column = '', field = '']) =>
      fc
        .tuple(
          fc.constantFrom(...ORDERED, 'contains', 'notContain', 'startsWith'),
          fc.array(sample(field), { minLength: 1, maxLength: 3 }),
          fc.nat(3),
        )
        .map(([operator, drawn, cut]) => {
          const isPart = operator === 'startsWith' || /contain/i.test(operator);
          // Blanks around an alternative are not part of it.
          const values = drawn.map((value) => (isPart ? value.slice(0, 2 + cut).trim() : value));
          const isNegative = /^not/.test(operator);
          return {
            filter: { column, operator, value: values.map(quoted).join(',') },
            test: (person: Person) =>
              values[isNegative ? 'every' : 'some']((value) => compare(person[field], operator, value)),
          };
        }),
    );
  const number: fc.Arbitrary<Drawn> = fc
    .tuple(fc.constantFrom(...ORDERED), fc.integer({ min: 200, max: 400 }))
    .map(([operator, hundredths]) => ({
      filter: { column: 'Contact.GPA__c', operator, value: String(hundredths / 100) },
      test: (person) => compare(person['GPA__c'], operator, hundredths / 100),
    }));
  const checkbox: fc.Arbitrary<Drawn> = fc
    .tuple(fc.constantFrom('equals', 'notEqual'), fc.constantFrom('1', 'True', 'false'))
    .map(([operator, value]) => ({
      filter: { column: 'Contact.SMS_Opt_Out__c', operator, value },
      test: (person) => compare(person['SMS_Opt_Out__c'], operator, value !== 'false'),
    }));
  const instant: fc.Arbitrary<Drawn> = fc
    .tuple(fc.constantFrom(...ORDERED), sample('LastModifiedDate'))
    .map(([operator, drawn]) => ({
      filter: { column: 'Contact.Last_Modified_Time__c', operator, value: `${drawn.slice(0, 19)}Z` },
      test: (person) => compare(person['LastModifiedDate'], operator, drawn),
    }));
  const day: fc.Arbitrary<Drawn> = fc
    .tuple(fc.constantFrom(...ORDERED), sample('LastModifiedDate'), fc.boolean())
    .map(([operator, drawn, withTime]) => ({
      filter: { column: 'LAST_UPDATE', operator, value: withTime ? `${drawn.slice(0, 19)}Z` : drawn.slice(0, 10) },
      test: (person) => compare(String(person['LastModifiedDate']).slice(0, 10), operator, drawn.slice(0, 10)),
    }));
  const id: fc.Arbitrary<Drawn> = fc
    .tuple(fc.constantFrom('equals', 'notEqual'), fc.array(sample('Id'), { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([operator, ids, isShort]) => ({
      filter: { column: 'CONTACT_ID', operator, value: ids.map((one) => (isShort ? one.slice(0, 15) : one)).join(',') },
      test: (person) => ids.includes(String(person['Id'])) === (operator === 'equals'),
    }));
  const blank: fc.Arbitrary<Drawn> = fc.constantFrom('equals', 'notEqual').map((operator) => ({
    filter: { column: 'TITLE', operator, value: '' },
    test: (person) => (person['Title'] === null) === (operator === 'equals'),
  }));
  const drawn = fc.array(fc.oneof(text, number, checkbox, instant, day, id, blank), { minLength: 1, maxLength: 4 });

  it('ask each data type what its operators mean', () =>
    fc.assert(
      fc.asyncProperty(drawn, async (filters) => {
        const found = await run(filters.map(({ filter }) => filter));
        assert.deepEqual(found, matching((person) => filters.every(({ test }) => test(person))));
      }),
      { numRuns: 150 },
    ));

  it('are combined as their logic says, and as its printed form does', () => {
    /** Numbers in an order of their own, each once, under AND, OR and NOT. */
    const logic = (numbers: number[]): fc.Arbitrary<{ text: string; test: (each: boolean[]) => boolean }> => {
      if (numbers.length === 1) {
        const [number] = numbers as [number];
        return fc.boolean().map((not) => ({
          text: not ? `NOT ${number}` : String(number),
          test: (each) => each[number - 1]! !== not,
        }));
      }
      const cuts = fc.integer({ min: 1, max: numbers.length - 1 });
      return fc.tuple(cuts, fc.boolean(), fc.boolean()).chain(([cut, or, not]) =>
        fc.tuple(logic(numbers.slice(0, cut)), logic(numbers.slice(cut))).map(([a, b]) => ({
          text: `${not ? 'not ' : ''}((${a.text}) ${or ? 'Or' : 'AND'} (${b.text}))`,
          test: (each) => (or ? a.test(each) || b.test(each) : a.test(each) && b.test(each)) !== not,
        })),
      );
    };
    const shuffled = drawn.chain((filters) =>
      fc
        .shuffledSubarray(filters.map((_one, i) => i + 1), { minLength: filters.length })
        .chain((numbers) => logic(numbers).map((combined) => ({ filters, combined }))),
    );
    return fc.assert(
      fc.asyncProperty(shuffled, async ({ filters, combined }) => {
        const reportBooleanFilter = combined.text;
        const saved = filters.map(({ filter }) => filter);
        const expected = matching((person) => combined.test(filters.map(({ test }) => test(person))));
        assert.deepEqual(await run(saved, { reportBooleanFilter }), expected);
        const printed = printLogic(parseBooleanFilter(reportBooleanFilter, filters.length));
        assert.deepEqual(await run(saved, { reportBooleanFilter: printed }), expected);
      }),
      { numRuns: 60 },
    );
  });

  it('take a quoted comma for text', () => {
    assert.deepEqual(splitFilterValue('Early,Late'), ['Early', 'Late']);
    assert.deepEqual(splitFilterValue('"100,000"'), ['100,000']);
    assert.deepEqual(splitFilterValue('a, "b,c" ,"say ""hi"""'), ['a', 'b,c', 'say "hi"']);
    assert.deepEqual(splitFilterValue(''), ['']);
    fc.assert(
      fc.property(fc.array(fc.string().map((part) => part.trim()), { minLength: 1 }), (parts) => {
        const value = parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(',');
        assert.deepEqual(splitFilterValue(value), parts.map((part) => part.trim()));
      }),
    );
  });

  it('know a picklist value by its label and by its name, and several values by one', async () => {
    const outs = matching((person) => person['Texting_Consent__c'] === 'OK');
    for (const value of ['OK', 'OK to text']) {
      assert.deepEqual(await run([{ column: 'Contact.Texting_Consent__c', operator: 'equals', value }]), outs);
    }
    const musical = (person: Person) => String(person['Interests__c']).split(';').includes('Music');
    assert.deepEqual(
      await run([{ column: 'Contact.Interests__c', operator: 'includes', value: 'Music' }]),
      matching(musical),
    );
    assert.deepEqual(
      await run([{ column: 'Contact.Interests__c', operator: 'excludes', value: 'Music' }]),
      matching((person) => !musical(person)),
    );
  });

  it('understand relative dates in the words they were saved with, in the user’s days', async () => {
    // 30 days before 2 March are 31 January, which begins at 05:00 UTC.
    const since = matching((person) => String(person['CreatedDate']) >= '2026-01-31T05:00:00');
    const created = (value: string): Promise<string[]> =>
      run([{ column: 'CREATED_DATE', operator: 'greaterOrEqual', value }]);
    assert.ok(since.length > 0);
    for (const value of ['LAST_N_DAYS:30', 'LAST 30 DAYS', 'last 30 days', 'LETZTE 30 TAGE', 'ÚLTIMOS 30 DÍAS']) {
      assert.deepEqual(await created(value), since, value);
    }
    const month = matching((person) => String(person['CreatedDate']) >= '2026-03-01T05:00:00');
    assert.deepEqual(await created('THIS_MONTH'), month);
    assert.deepEqual(await created('DIESER MONAT'), month);
  });

  it('have a date range and a scope beside them', async () => {
    const dated = (startDate: string | null, endDate: string | null, durationValue = 'CUSTOM') =>
      run([], { standardDateFilter: { column: 'CREATED_DATE', durationValue, startDate, endDate } });
    const within = matching(
      ({ CreatedDate: at }) => String(at) >= '2025-06-01T04:00:00' && String(at) < '2025-07-01T04:00:00',
    );
    assert.deepEqual(await dated('2025-06-01', '2025-06-30'), within);
    assert.equal((await dated(null, null)).length, 250);
    const ofYear = matching(({ CreatedDate: at }) => String(at) >= '2026-01-01T05:00:00');
    assert.deepEqual(await dated(null, null, 'THIS_YEAR'), ofYear);
    const mine = await client.queryAllPages('SELECT Id FROM Contact USING SCOPE mine ORDER BY Id');
    assert.ok(mine.length > 0 && mine.length < 250);
    assert.deepEqual(
      await run([], { scope: 'user' }),
      mine.map((person) => person['Id']),
    );
  });

  it('mean UTC days on standard columns, or the user’s where the org is so', async () => {
    const other = await startSalesforceSandbox({ contacts: 0, leads: 0, now: () => NOW, reportDays: 'user' });
    try {
      for (const [org, expected] of [[sandbox, 1], [other, 0]] as const) {
        const id = org.insert('Contact', { LastName: 'Evening' }, new Date('2026-02-11T02:00:00Z'));
        const { body } = await apiClient(org).call(
          'POST',
          `/analytics/reports/${org.reportId('Everybody_by_day')}?includeDetails=true`,
          {
            reportMetadata: {
              reportFilters: [
                { column: 'LAST_UPDATE', operator: 'greaterOrEqual', value: '2026-02-11' },
                { column: 'CONTACT_ID', operator: 'equals', value: id },
              ],
            },
          },
        );
        assert.equal(body.factMap['T!T'].rows.length, expected);
        org.remove('Contact', id);
      }
    } finally {
      await other.close();
    }
  });
});
