import { STAGES } from './contactSchema.ts';
import { COMPANIES, FIRST_NAMES, HOSTILE_FIRST_NAME, INTERESTS, LAST_NAMES, PLACES, TITLES } from './names.ts';
import { phoneDigits, PHONE_NUMBERS, spellPhone } from './phones.ts';
import { fraction, hash, shuffledRows } from './random.ts';
import type { Population } from './recordTable.ts';
import type { Column } from './rowSource.ts';
import type { Value } from './schema.ts';

const DAY = 86_400;
const ADMITTED = STAGES.indexOf('Admitted');
const TERMS = ['Fall 2027', 'Spring 2027', 'Fall 2026', 'Summer 2027', null] as const;
const LEAD_STATUSES = [
  'Open - Not Contacted',
  'Working - Contacted',
  'Closed - Not Converted',
  'Closed - Converted',
] as const;
const CONSENT: readonly Value[] = [null, 'OK', 'No texts'];
const NICKNAMES: readonly Value[] = [null, 'Alex', 'Sam', 'Max', 'Bea', 'Chris', 'Pat', 'Ximena', 'Dee', 'Mo'];

/**
 * Who stands in the view "Texting – Fall admits", out of `count` contacts: 84.2 % of all; of them 0.18 % of all with a
 * nine-digit mobile number, 0.06 % without one, and of the rest 1.92 % of all opted out. For 5,000 that is 4,210, 9, 3,
 * 96.
 */
export const FALL_ADMITS = { share: 0.842, nineDigits: 0.0018, noMobile: 0.0006, optedOut: 0.0192 } as const;

export interface PeopleOptions {
  type: 'Contact' | 'Lead';
  count: number;
  seed: number;
  /** Epoch seconds the population is made at; the newest change is a day older. */
  now: number;
  /** Numbers this population takes start here, two a row, so that contacts and leads share none. */
  firstPhone: number;
  userIds: readonly string[];
  accountIds: readonly string[];
  /** Ids of contacts that converted leads became. */
  contactId: (row: number) => string;
  contacts: number;
}

function coded(count: number, dictionary: readonly Value[], codeOf: (row: number) => number): Column {
  const codes = dictionary.length > 256 ? new Uint16Array(count) : new Uint8Array(count);
  for (let row = 0; row < count; row++) codes[row] = codeOf(row);
  return { codes, dictionary, get: (row) => dictionary[codes[row]!]! };
}

/** A name as the part of an address before the @. */
function localPart(name: string): string {
  return (
    name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase()
      .slice(0, 12) || 'person'
  );
}

/**
 * Makes the people of an org. Small repeated values are dictionary codes, everything else (numbers, addresses, dates)
 * is worked out again whenever it is read, so that 500,000 people are ready in about a second.
 */
export function populate(options: PeopleOptions): Population {
  const { count, seed, type, firstPhone } = options;
  if (firstPhone + 2 * count > PHONE_NUMBERS)
    throw new RangeError(`There are only ${PHONE_NUMBERS} made-up numbers to give out.`);
  const salt = type === 'Contact' ? 0 : 500;
  const at = (row: number, field: number): number => fraction(seed, row, salt + field);
  const pick = (row: number, field: number, size: number): number => hash(seed, row, salt + field) % size;

  // Exact shares need people drawn without putting back: the first of a shuffled deck are the view's, and so on.
  const deck = shuffledRows(count, seed + salt);
  const members = Math.floor(count * FALL_ADMITS.share + 1e-9);
  const nineDigits = Math.round(count * FALL_ADMITS.nineDigits);
  const noMobile = Math.round(count * FALL_ADMITS.noMobile);
  const optedOut = Math.round(count * FALL_ADMITS.optedOut);
  const NINE = 1,
    NONE = 2,
    OUT = 3,
    PLAIN = 4;
  const kind = new Uint8Array(count);
  for (let i = 0; i < members; i++) {
    const rank =
      i < nineDigits ? NINE : i < nineDigits + noMobile ? NONE : i < nineDigits + noMobile + optedOut ? OUT : PLAIN;
    kind[deck[i]!] = rank;
  }

  const firstNames = [...FIRST_NAMES, HOSTILE_FIRST_NAME];
  const stage = coded(count, STAGES, (row) => (kind[row] ? ADMITTED : pick(row, 1, STAGES.length)));
  const term = coded(count, TERMS, (row) => {
    if (kind[row]) return 0;
    // Nobody else is both admitted and of Fall 2027.
    return stage.codes![row] === ADMITTED ? 1 + pick(row, 2, TERMS.length - 1) : pick(row, 2, TERMS.length);
  });
  const isOut = (row: number): boolean => kind[row] === OUT || (kind[row] === 0 && at(row, 3) < 0.02);
  const owner = coded(count, options.userIds, (row) =>
    at(row, 4) < 0.12 ? 0 : 1 + pick(row, 5, options.userIds.length - 1),
  );
  const first = coded(count, firstNames, (row) =>
    at(row, 6) < 0.0005 ? firstNames.length - 1 : pick(row, 7, FIRST_NAMES.length),
  );
  const last = coded(count, LAST_NAMES, (row) => pick(row, 8, LAST_NAMES.length));
  const place = (part: 0 | 1): Column =>
    coded(
      count,
      PLACES.map((p) => p[part]),
      (row) => pick(row, 9, PLACES.length),
    );
  const boolean = (codeOf: (row: number) => boolean): Column =>
    coded(count, [false, true], (row) => (codeOf(row) ? 1 : 0));

  const [firstParts, lastParts] = [firstNames.map(localPart), LAST_NAMES.map(localPart)];
  const mobile = (row: number): Value => {
    if (kind[row] === NONE || (kind[row] === 0 && at(row, 10) < 0.05)) return null;
    const digits = phoneDigits(firstPhone + row);
    return kind[row] === NINE ? digits.slice(0, 9) : spellPhone(digits, seed, firstPhone + row);
  };
  const columns: Record<string, Column> = {
    FirstName: first,
    LastName: last,
    Title: coded(count, TITLES, (row) => pick(row, 11, TITLES.length)),
    Email: {
      get: (row) =>
        at(row, 12) < 0.04
          ? null
          : `${firstParts[first.codes![row]!]!}.${lastParts[last.codes![row]!]!}${row}@example.edu`,
    },
    MobilePhone: { get: mobile },
    Phone: {
      get: (row) =>
        at(row, 13) < 0.4 ? null : spellPhone(phoneDigits(firstPhone + count + row), seed, firstPhone + count + row),
    },
    OwnerId: owner,
    LastModifiedById: coded(count, options.userIds, (row) => 1 + pick(row, 14, options.userIds.length - 1)),
    Preferred_Name__c: coded(count, NICKNAMES, (row) =>
      at(row, 15) < 0.08 ? 1 + pick(row, 16, NICKNAMES.length - 1) : 0,
    ),
    SMS_Opt_Out__c: boolean(isOut),
    Texting_Consent__c: coded(count, CONSENT, (row) => (isOut(row) ? 2 : at(row, 17) < 0.6 ? 1 : 0)),
    Stage__c: stage,
    Entry_Term__c: term,
    Student_ID__c: { get: (row) => `S${String((type === 'Lead' ? 5_000_000 : 1_000_000) + row)}` },
    Advisor_User_ID__c: coded(count, [null, '1001', '1002', '1003', '1004', '1005'], (row) => pick(row, 18, 6)),
    GPA__c: { get: (row) => (at(row, 19) < 0.1 ? null : Math.round(200 + at(row, 20) * 200) / 100) },
    Interests__c: coded(count, INTERESTS, (row) => pick(row, 21, INTERESTS.length)),
  };
  if (type === 'Contact') {
    columns['AccountId'] = coded(count, [null, ...options.accountIds], (row) =>
      pick(row, 22, options.accountIds.length + 1),
    );
    columns['MailingCity'] = place(0);
    columns['MailingState'] = place(1);
    columns['Aid_Offer__c'] = {
      get: (row) => (at(row, 40) < 0.6 ? null : 500 * (1 + pick(row, 41, 60)) + (at(row, 42) < 0.1 ? 0.01 : 0)),
    };
    columns['Birthdate'] = {
      get: (row) =>
        at(row, 23) < 0.15
          ? null
          : new Date(Date.UTC(1998, 0, 1) + pick(row, 24, 3900) * DAY * 1000).toISOString().slice(0, 10),
    };
  } else {
    const status = coded(count, LEAD_STATUSES, (row) => (row % 50 === 17 ? 3 : pick(row, 25, 3)));
    columns['Company'] = coded(count, COMPANIES, (row) => pick(row, 26, COMPANIES.length));
    columns['City'] = place(0);
    columns['State'] = place(1);
    columns['Status'] = status;
    columns['IsConverted'] = boolean((row) => status.codes![row] === 3);
    columns['ConvertedContactId'] = {
      get: (row) =>
        status.codes![row] === 3 && options.contacts > 0 ? options.contactId(pick(row, 27, options.contacts)) : null,
    };
  }
  return { count, columns, ...stampsOf(options, at, pick) };
}

/**
 * When rows were made and last changed: over the past year, up to a day ago, with the ties that bulk edits leave. About
 * 1 % of all share one second, another 6 % share a few seconds of some 250 rows each.
 */
function stampsOf(
  { count, now }: PeopleOptions,
  at: (row: number, field: number) => number,
  pick: (row: number, field: number, size: number) => number,
): Pick<Population, 'created' | 'modified' | 'stamps'> {
  const latest = now - DAY;
  const bulkSeconds = Math.max(1, Math.floor((count * 0.06) / 250));
  const stamps = new Uint32Array(count);
  const modified = new Uint32Array(count);
  const created = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const dice = at(row, 30);
    let stamp: number;
    if (dice < 0.01) stamp = latest - 90 * DAY;
    else if (dice < 0.07)
      stamp = latest - (3 + ((pick(row, 31, bulkSeconds) * 7) % 350)) * DAY - pick(row, 31, bulkSeconds) * 61;
    else stamp = latest - Math.floor(at(row, 32) * 364 * DAY);
    stamps[row] = stamp;
    // An automated change moves SystemModstamp alone.
    modified[row] = at(row, 33) < 0.1 ? stamp - Math.floor(at(row, 34) * 5 * DAY) : stamp;
    created[row] = modified[row]! - Math.floor(at(row, 35) ** 2 * 200 * DAY);
  }
  return { created, modified, stamps };
}
