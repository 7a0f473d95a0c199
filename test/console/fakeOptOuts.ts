import type { Page, Route } from 'playwright-core';
import type { WriteBack } from '../../src/http/schemas/contacts.ts';
import type {
  Conflict,
  ConflictList,
  DeadLetter,
  DeadLetterGroup,
  DeadLetterGroups,
  Due,
  OptOutCounts,
  ReviewItem,
  ReviewQueue,
  WaitingItem,
  WaitingList,
  Whom,
} from '../../src/http/schemas/optOuts.ts';

const NAMES = ['Maria Lopez', 'Dorothy Hale', 'Sam Reed', 'Anneliese Featherstonehaugh-Montgomery', 'Bo Li', 'Ana Ruiz'];
const AT = '2026-11-20T19:14:00.000Z';

const dueAfter = (left: number): Due =>
  left < 0
    ? { day: '2026-11-18', businessDaysLeft: 0, late: true }
    : { day: `2026-12-${String(left + 1).padStart(2, '0')}`, businessDaysLeft: left, late: false };

function whom(index: number): Whom {
  const digits = String(100 + index);
  const number = { mobile: `+17165550${digits}`, mobileShown: `1-716-555-0${digits}` };
  if (index % 7 === 6) return { contactId: null, name: null, ...number };
  return { contactId: String(index + 1), name: `${NAMES[index % NAMES.length]}`, ...number };
}

const range = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const waitingItems = (count: number, late = 0): WaitingItem[] =>
  range(count, (index) => ({
    id: `write-back-${index}`,
    whom: whom(index),
    since: AT,
    due: dueAfter(index < late ? -1 : Math.min(9, index + 1)),
    said: index % 2 === 0 ? 'Texted “please stop texting me”, read as STOP' : 'Set by Dana Cole: asked at the front desk',
    waitsFor: index % 2 === 0 ? 'review' : 'crm',
    waitsForName: index % 2 === 0 ? 'review' : 'Salesforce',
    nextStep: index % 2 === 0 ? 'Decide in the review queue' : 'Sent again at 10:12 AM ET',
    link: index % 2 === 0 ? '/opt-outs/review' : `/contacts/${index + 1}?tab=write-backs`,
  }));

export const reviewItems = (count: number): ReviewItem[] =>
  range(count, (index) => ({
    id: `${index + 1}`,
    whom: whom(index),
    message: index === 1 ? 'I’m done with this.\nleave me alone!!' : 'how do i get off this list',
    toNumber: '+17165550100',
    toNumberShown: '1-716-555-0100',
    receivedAt: AT,
    easternTime: 'Nov 20, 2026, 2:14 PM ET',
    why: '“leave me alone” can mean that no more messages are wanted.',
    due: dueAfter(index + 1),
    before: index === 0 ? [] : range(2, (at) => ({ message: `thanks ${at}`, receivedAt: '2026-11-12T15:00:00.000Z' })),
  }));

export const conflictItems = (count: number): Conflict[] =>
  range(count, (index) => ({
    id: `${index + 1}`,
    whom: { ...whom(index), contactId: String(index + 1), name: `${NAMES[index % NAMES.length]} ${index}` },
    here: { sentence: 'Opted out by text “Stop pls”', since: AT },
    there: {
      connectionName: 'Salesforce',
      field: 'SMS_Opt_Out__c',
      value: 'false',
      modifiedAt: '2026-11-20T20:00:00.000Z',
      recordType: 'Contact',
      recordId: `0035f00000ABC${String(index).padStart(2, '0')}QAO`,
      recordUrl: 'https://riverside.my.salesforce.example/0035f00000ABC00QAO',
    },
    rule: 'A STOP of the person’s own is lifted by a START or an admin’s written reason, never by an import.',
    at: AT,
  }));

const REASON = 'Phone is required before a contact can be saved.';

export const deadLetterItems = (count: number, first = 0): DeadLetter[] =>
  range(count, (index) => ({
    id: `${first + index + 1}`,
    whom: { ...whom(index), contactId: String(index + 1), name: `${NAMES[index % NAMES.length]}` },
    writeBack: writeBack(`${first + index + 1}`, 'failed'),
    since: new Date(Date.parse(AT) + index * 60_000).toISOString(),
    due: dueAfter(2 + index),
  }));

export const deadLetterGroup = (items: DeadLetter[], key = 'rule'): DeadLetterGroup => ({
  key,
  connectionId: '3c2b1a00-0000-4000-8000-000000000001',
  connectionName: 'Salesforce',
  code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  title: 'Refused by a rule of the org',
  reason: key === 'rule' ? REASON : 'You do not have the level of access necessary.',
  remedy: 'Correct the record in Salesforce, then retry.',
  count: items.length,
  items,
});

function writeBack(id: string, state: WriteBack['state']): WriteBack {
  return {
    id,
    createdAt: AT,
    change: 'opted_out',
    connectionId: '3c2b1a00-0000-4000-8000-000000000001',
    connectionName: 'Salesforce',
    recordType: 'Contact',
    recordId: '0035f00000ABCDEQAO',
    recordUrl: 'https://riverside.my.salesforce.example/0035f00000ABCDEQAO',
    state,
    tries: 1,
    sentAt: AT,
    confirmedAt: state === 'confirmed' || state === 'verified' ? AT : null,
    verifiedAt: state === 'verified' ? AT : null,
    nextTryAt: null,
    readBack: null,
    handledBy: null,
    handledNote: null,
    code: state === 'failed' ? 'FIELD_CUSTOM_VALIDATION_EXCEPTION' : null,
    reason: state === 'failed' ? REASON : null,
    remedy: null,
  };
}

/** What the section holds; tests change it, and see what was asked of the service. */
export interface FakeOptOuts {
  waiting: WaitingItem[];
  slowestTodayMs: number | null;
  review: ReviewItem[];
  conflicts: Conflict[];
  groups: DeadLetterGroup[];
  /** What a retried write-back is found as, one after the other; the last one stays. */
  afterRetry: WriteBack['state'][];
  /** While set, every answer of the section is this refusal. */
  fails: { readonly status: number; readonly code: string; readonly message: string } | null;
  /** `POST review/1 {"decision":"keep"}` */
  readonly asked: string[];
}

/** Answers in the service's place for everything below `/opt-outs`; all else goes to the service. */
export async function fakeOptOuts(page: Page, given: Partial<FakeOptOuts> = {}): Promise<FakeOptOuts> {
  const fake: FakeOptOuts = {
    waiting: [],
    slowestTodayMs: null,
    review: [],
    conflicts: [],
    groups: [],
    afterRetry: ['waiting', 'sent', 'confirmed', 'verified'],
    fails: null,
    ...given,
    asked: [],
  };
  const found = new Map<string, number>();
  await page.route(/\/api\/teams\/[^/]+\/opt-outs/, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname.split('/opt-outs')[1] ?? '';
    if (request.method() === 'POST') fake.asked.push(`POST ${path.slice(1)} ${request.postData()}`);
    if (fake.fails !== null) return json(route, { ...fake.fails, requestId: 'req-1' }, fake.fails.status);
    return json(route, request.method() === 'POST' ? act(fake, path, request.postDataJSON()) : read(fake, path, found));
  });
  return fake;
}

const json = (route: Route, body: object, status = 200): Promise<void> => route.fulfill({ status, json: body });

function read(fake: FakeOptOuts, path: string, found: Map<string, number>): object {
  const counts = countsOf(fake);
  switch (path) {
    case '':
      return counts;
    case '/waiting':
      return {
        items: fake.waiting.slice(0, 100),
        next: null,
        counts,
        slowestTodayMs: fake.slowestTodayMs,
      } satisfies WaitingList;
    case '/review':
      return { items: fake.review.slice(0, 100), total: fake.review.length } satisfies ReviewQueue;
    case '/conflicts':
      return { items: fake.conflicts.slice(0, 200), total: fake.conflicts.length } satisfies ConflictList;
    case '/dead-letters':
      return { groups: fake.groups, total: counts.deadLetters } satisfies DeadLetterGroups;
    default: {
      const id = path.split('/').at(-1) ?? '';
      const times = found.get(id) ?? 0;
      found.set(id, times + 1);
      return { writeBack: writeBack(id, fake.afterRetry[Math.min(times, fake.afterRetry.length - 1)] ?? 'verified') };
    }
  }
}

function act(fake: FakeOptOuts, path: string, body: Record<string, unknown>): object {
  const [, what, id] = path.split('/');
  if (what === 'review') {
    fake.review = fake.review.filter((item) => item.id !== id);
    return {};
  }
  if (what === 'conflicts') {
    const ids = body['ids'] as string[];
    fake.conflicts = fake.conflicts.filter((item) => !ids.includes(item.id));
    return { sent: ids.length };
  }
  const ids = (body['ids'] as string[] | undefined) ?? [id];
  const isGone = ({ id: letter }: DeadLetter, { key }: DeadLetterGroup) => key === body['group'] || ids.includes(letter);
  const before = countsOf(fake).deadLetters;
  // Refused again, it is a dead letter as before.
  if (what === 'dead-letters' && fake.afterRetry.at(-1) === 'failed') return { retried: before };
  fake.groups = fake.groups
    .map((group) => ({ ...group, items: group.items.filter((letter) => !isGone(letter, group)) }))
    .map((group) => ({ ...group, count: group.items.length }))
    .filter(({ items }) => items.length > 0);
  return { retried: before - countsOf(fake).deadLetters };
}

function countsOf(fake: FakeOptOuts): OptOutCounts {
  const deadLetters = fake.groups.reduce((sum, { count }) => sum + count, 0);
  const waitingOnCrm = fake.waiting.filter(({ waitsFor }) => waitsFor === 'crm').length;
  return {
    needsPerson: fake.review.length + fake.conflicts.length + deadLetters,
    waiting: fake.waiting.length,
    waitingOnPerson: fake.waiting.length - waitingOnCrm,
    waitingOnCrm,
    late: fake.waiting.filter(({ due }) => due.late).length,
    review: fake.review.length,
    conflicts: fake.conflicts.length,
    deadLetters,
  };
}
