import fc from 'fast-check';
import type { SandboxRecord } from '../../sandbox/salesforce/startSalesforceSandbox.ts';

/** What a condition means, worked out from a record's fields without SOQL. `Owner.Name` is a field here. */
export type Meaning = (record: SandboxRecord) => boolean;

export interface Condition {
  readonly soql: string;
  readonly meaning: Meaning;
}

/** Texts that would mislead who looks for keywords, quotes or wildcards in a query. */
export const TITLES = [
  "a' OR Id != null OR Title = '",
  'x) ORDER BY Id LIMIT 5',
  "Dean's list ORDER BY merit WHERE honors",
  'FROM Lead USING SCOPE mine',
  'back\\slash \\',
  '100% _sure_',
  '((not closed',
  'line\nbreak',
  'GROUP BY "Title"',
  'É É',
];

const ESCAPED: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n' };
const escaped = (text: string): string => text.replace(/[\\'\n]/g, (char) => ESCAPED[char]!);
const quoted = (text: string): string => `'${escaped(text)}'`;
/** A pattern for exactly this text. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const fold = (value: unknown): string | null => (typeof value === 'string' ? value.toLowerCase() : null);

const TEXT_FIELDS = ['Title', 'FirstName', 'LastName', 'Email', 'Stage__c', 'Entry_Term__c', 'Owner.Name'] as const;
const words = fc.oneof(
  fc.constantFrom(...TITLES),
  fc.constantFrom('Admitted', 'applied', 'Fall 2027', 'Student', 'Dana Whitfield', 'Smith', 'José', 'm'),
  fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== ''),
);

/** How two values of one type compare; an empty field compares with nothing. */
const COMPARE: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
};

function compared<T extends string | number>(
  soql: string,
  operator: string,
  read: (record: SandboxRecord) => T | null,
  want: T,
): Condition {
  const test = COMPARE[operator === '!=' ? '=' : operator]!;
  const holds: Meaning = (record) => {
    const value = read(record);
    return value !== null && test(value < want ? -1 : value > want ? 1 : 0);
  };
  return { soql, meaning: operator === '!=' ? (record) => !holds(record) : holds };
}

const anyOperator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const anyText = fc
  .tuple(fc.constantFrom(...TEXT_FIELDS), anyOperator, words)
  .map(([field, operator, text]) =>
    compared(`${field} ${operator} ${quoted(text)}`, operator, (record) => fold(record[field]), fold(text)!),
  );
const anyEmpty = fc
  .tuple(fc.constantFrom(...TEXT_FIELDS, 'GPA__c', 'Birthdate'), fc.constantFrom('=', '!='))
  .map(([field, operator]): Condition => ({
    soql: `${field} ${operator} null`,
    meaning: (record) => (record[field] === null) === (operator === '='),
  }));
const anyList = fc
  .tuple(fc.constantFrom(...TEXT_FIELDS), fc.boolean(), fc.array(words, { minLength: 1, maxLength: 4 }))
  .map(([field, isIn, texts]): Condition => ({
    soql: `${field} ${isIn ? 'IN' : 'NOT IN'} (${texts.map(quoted).join(', ')})`,
    meaning: (record) => texts.some((text) => fold(text) === fold(record[field])) === isIn,
  }));
const anyLike = fc
  .tuple(fc.constantFrom(...TEXT_FIELDS), fc.array(fc.oneof(fc.constantFrom('%', '_', '%'), words.map((text) => [text]))))
  .map(([field, parts]): Condition => {
    const soql = parts.map((part) => (typeof part === 'string' ? part : escaped(part[0]!).replace(/[%_]/g, '\\$&')));
    const wildcards: Record<string, string> = { '%': '[^]*', _: '[^]' };
    const pattern = parts.map((part) => (typeof part === 'string' ? wildcards[part]! : literally(part[0]!)));
    const matcher = new RegExp(`^${pattern.join('')}$`, 'iu');
    return {
      soql: `${field} LIKE '${soql.join('')}'`,
      meaning: (record) => typeof record[field] === 'string' && matcher.test(record[field]),
    };
  });
const anyNumber = fc
  .tuple(anyOperator, fc.integer({ min: 200, max: 400 }))
  .map(([operator, hundredths]) =>
    compared(
      `GPA__c ${operator} ${hundredths / 100}`,
      operator,
      (record) => record['GPA__c'] as number | null,
      hundredths / 100,
    ),
  );
const anyDate = fc
  .tuple(anyOperator, fc.date({ min: new Date('1998-01-01'), max: new Date('2009-01-01'), noInvalidDate: true }))
  .map(([operator, date]) => {
    const day = date.toISOString().slice(0, 10);
    return compared(`Birthdate ${operator} ${day}`, operator, (record) => record['Birthdate'] as string | null, day);
  });
const anyTime = fc
  .tuple(fc.constantFrom('SystemModstamp', 'CreatedDate'), anyOperator, fc.nat(500 * 86_400))
  .map(([field, operator, ago]) => {
    const second = Math.floor(Date.now() / 1000) - ago;
    const text = new Date(second * 1000).toISOString().replace('.000', '');
    const read = (record: SandboxRecord): number => Date.parse(String(record[field]).replace('+0000', 'Z')) / 1000;
    return compared(`${field} ${operator} ${text}`, operator, read, second);
  });
const anyTick = fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom('true', 'false', 'null')).map(
  ([operator, text]): Condition => ({
    soql: `SMS_Opt_Out__c ${operator} ${text}`,
    // A checkbox is never empty: null means not ticked.
    meaning: (record) => (record['SMS_Opt_Out__c'] === (text === 'true')) === (operator === '='),
  }),
);
const interests = fc.subarray(['Athletics', 'Engineering', 'Music', 'Nursing'], { minLength: 1, maxLength: 2 });
const anyChoice = fc.tuple(fc.boolean(), fc.array(interests, { minLength: 1, maxLength: 3 })).map(
  ([includes, sets]): Condition => ({
    soql: `Interests__c ${includes ? 'INCLUDES' : 'EXCLUDES'} (${sets.map((all) => quoted(all.join(';'))).join(', ')})`,
    meaning: (record) => {
      const chosen = typeof record['Interests__c'] === 'string' ? record['Interests__c'].split(';') : [];
      return sets.some((all) => all.every((one) => chosen.includes(one))) === includes;
    },
  }),
);
const anyLabel = fc.constantFrom('OK to text', 'OK', 'no TEXTS').map((label): Condition => {
  const values: Record<string, string> = { 'ok to text': 'OK', 'no texts': 'No texts' };
  return {
    soql: `toLabel(Texting_Consent__c) = ${quoted(label)}`,
    meaning: (record) => record['Texting_Consent__c'] === values[label.toLowerCase()],
  };
});

const leaf = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 2, arbitrary: anyLike },
  { weight: 2, arbitrary: anyList },
  anyEmpty,
  anyNumber,
  anyDate,
  anyTime,
  anyTick,
  anyChoice,
  anyLabel,
);

/** Any condition a List View can hold: leaves of every type, nested by AND, OR and NOT. */
export const arbitraryCondition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition; inner: Condition }>((tie) => ({
  inner: fc.oneof({ depthSize: 'small' }, leaf, tie('any').map(bracketed)),
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.tuple(fc.boolean(), fc.array(tie('inner'), { minLength: 2, maxLength: 4 })).map(
      ([isAnd, parts]): Condition => ({
        soql: parts.map(({ soql }) => soql).join(isAnd ? ' AND ' : ' OR '),
        meaning: (record) =>
          isAnd ? parts.every(({ meaning }) => meaning(record)) : parts.some(({ meaning }) => meaning(record)),
      }),
    ),
    tie('inner').map(({ soql, meaning }): Condition => ({ soql: `NOT ${soql}`, meaning: (record) => !meaning(record) })),
  ),
})).any;

function bracketed({ soql, meaning }: Condition): Condition {
  return { soql: `(${soql})`, meaning };
}
