import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MappedRow } from '../../src/domain/draft.ts';
import type { RowDecision } from '../../src/domain/mergeTypes.ts';
import { ContactStore, type Source } from './contactStore.ts';
import { at, inFile, mobileOf, notTaken, taken } from './mappedRows.ts';

const RECORDS = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];

const anyRow = (mobile: (recordId: string) => fc.Arbitrary<string>): fc.Arbitrary<MappedRow> =>
  fc
    .record({
      recordId: fc.constantFrom(...RECORDS),
      modifiedAt: fc.integer({ min: 0, max: 20 }).map(at),
      kind: fc.constantFrom('taken', 'taken', 'taken', 'taken', 'error', 'skipped'),
      firstName: fc.constantFrom('Maria', 'Bo', 'Inés'),
      optOut: fc.constantFrom('opted_in', 'opted_out', 'keep'),
      custom: fc.option(fc.record({ term: fc.option(fc.constantFrom('Fall', 'Spring')) })),
    })
    .chain(({ recordId, kind, optOut, modifiedAt, ...rest }) =>
      kind === 'taken'
        ? mobile(recordId).map((number) => taken(recordId, { mobile: number, modifiedAt, optOut, ...rest }))
        : fc.constant(
            notTaken(recordId, {
              kind: kind as 'error' | 'skipped',
              optOut: kind === 'error' || optOut === 'opted_out' ? optOut : 'keep',
              modifiedAt,
            }),
          ),
    );

/** Any row with any of a few numbers: contacts take, exchange and claim each other's. */
const wildRow = anyRow(() => fc.integer({ min: 1, max: 5 }).map(mobileOf));
const wildPage = fc.array(wildRow, { minLength: 1, maxLength: 10 });

/** What else happens to a team between pages. */
type Event =
  | { readonly kind: 'page'; readonly source: Source; readonly rows: readonly MappedRow[] }
  | {
      readonly kind: 'hear' | 'staff' | 'confirm' | 'correct';
      readonly n: number;
      readonly change: 'opted_out' | 'opted_in';
    };

/** A page of a CRM, or of a file: its rows have lines. */
const anyPage: fc.Arbitrary<Extract<Event, { kind: 'page' }>> = fc
  .tuple(fc.constantFrom<Source>('crm', 'crm', 'file'), wildPage)
  .map(([source, rows]) => ({ kind: 'page', source, rows: source === 'crm' ? rows : inFile(rows) }));

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: anyPage },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('hear' as const, 'staff' as const, 'confirm' as const, 'correct' as const),
      n: fc.integer({ min: 1, max: 5 }),
      change: fc.constantFrom('opted_out' as const, 'opted_in' as const),
    }),
  },
);

/** A store whose clock goes on by a second with each event, among the versions the rows have. */
function liveStore(): { store: ContactStore; play: (event: Event) => RowDecision[] } {
  let second = 3;
  const store = new ContactStore(() => at(second));
  return {
    store,
    play(event) {
      second += 1;
      if (event.kind === 'page') return store.merge(event.rows, event.source);
      const recordId = RECORDS[event.n]!;
      if (event.kind === 'hear') store.hear(mobileOf(event.n), event.change);
      else if (event.kind === 'staff') store.decideByStaff(recordId, event.change);
      else if (event.kind === 'correct') store.correctMobile(recordId, mobileOf(event.change === 'opted_in' ? 5 : 6));
      else store.confirm(recordId);
      return [];
    },
  };
}

const contactsOf = (store: ContactStore): unknown[] =>
  [...store.contacts.values()]
    .map(({ contactId, firstName, mobile, optedOut, custom }) => ({ contactId, firstName, mobile, optedOut, custom }))
    .sort((a, b) => (a.contactId < b.contactId ? -1 : 1));

describe('a page that is merged', () => {
  it('gives every row one outcome, with a reason when it was not taken', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyPage, (events, { source, rows }) => {
        const { store, play } = liveStore();
        events.forEach(play);
        const known = new Set(store.contacts.keys());
        const decisions = store.decide(rows, null, source);
        assert.equal(decisions.length, rows.length);
        for (const { outcome, problems, write, recordId, consent } of decisions) {
          if (outcome === 'error' || outcome === 'skipped') assert.ok(problems.length > 0, 'a reason');
          if (outcome === 'created') assert.ok(write && !known.has(recordId), 'made what was not there');
          if (outcome === 'updated') assert.ok(write && known.has(recordId), 'changed what was there');
          if (outcome === 'unchanged') assert.equal(consent, null);
          if (consent) assert.equal(write!.optedOut, consent.change === 'opted_out');
        }
      }),
    );
  });

  it('changes nothing when it comes again', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyPage, (events, { source, rows }) => {
        const { store, play } = liveStore();
        events.forEach(play);
        store.merge(rows, source);
        for (const again of store.decide(rows, null, source)) {
          assert.deepEqual([again.write, again.consent], [null, null]);
        }
      }),
    );
  });

  it('takes nothing from a version older than the one that is in', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), wildPage, (events, rows) => {
        const { store, play } = liveStore();
        events.forEach(play);
        const older = rows.filter((row) => {
          const { recordId, modifiedAt } = row.ok ? row.draft : row;
          const stored = store.contacts.get(recordId)?.sourceModifiedAt;
          return stored && store.links.get(recordId) === 'crm' && modifiedAt < stored;
        });
        for (const decision of store.decide(older)) assert.deepEqual([decision.write, decision.consent], [null, null]);
      }),
    );
  });

  it('never makes a number textable whose last word was STOP', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 14 }), (events) => {
        const { store, play } = liveStore();
        for (const event of events) {
          const stops = [...store.contacts.values()].filter((contact) => contact.cause === 'stop_message');
          play(event);
          for (const { mobile, optedOut } of store.contacts.values()) {
            if (mobile !== null && store.stopped.has(mobile)) assert.equal(optedOut, true, `${mobile} said STOP`);
          }
          if (event.kind !== 'page') continue;
          for (const { contactId } of stops) {
            assert.equal(store.contacts.get(contactId)?.optedOut, true, 'not by moving to another number either');
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('lets only the source a contact comes from lift an opt-out, and a file none of staff', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 2, maxLength: 14 }), (events) => {
        const { store, play } = liveStore();
        for (const event of events) {
          const before = new Map(store.contacts);
          const links = new Map(store.links);
          play(event);
          if (event.kind !== 'page') continue;
          for (const [contactId, was] of before) {
            const now = store.contacts.get(contactId)!;
            if (was.optedOut && !now.optedOut) {
              assert.equal(links.get(contactId), event.source, 'lifted by another source');
              if (event.source === 'file') assert.equal(was.cause, 'import', 'a file lifted an opt-out by staff');
            }
            if (event.source !== 'file' || links.get(contactId) !== 'crm') continue;
            assert.equal(store.links.get(contactId), 'crm', 'a file took a contact over that comes from a CRM');
            assert.deepEqual([now.sourceModifiedAt, now.sourceOptedOut], [was.sourceModifiedAt, was.sourceOptedOut]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves every number with one contact at most', () => {
    fc.assert(
      fc.property(fc.array(wildPage, { minLength: 1, maxLength: 8 }), (pages) => {
        const store = new ContactStore();
        for (const rows of pages) {
          store.merge(rows);
          const numbers = [...store.contacts.values()].map((contact) => contact.mobile);
          assert.equal(new Set(numbers).size, numbers.length);
        }
      }),
    );
  });

  it('gives the same contacts however the rows of a pull are cut into pages', () => {
    // A record comes once in a pull. Numbers are claimed by two records each, but don't move between pulls.
    const numberOf = (recordId: string): string => mobileOf(Math.floor(RECORDS.indexOf(recordId) / 2));
    const pull = fc.uniqueArray(
      anyRow((recordId) => fc.constant(numberOf(recordId))),
      { selector: (row) => (row.ok ? row.draft.recordId : row.recordId), minLength: 1, maxLength: RECORDS.length },
    );
    fc.assert(
      fc.property(
        fc.array(pull, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
        (pulls, sizes) => {
          const [whole, cut] = [new ContactStore(), new ContactStore()];
          whole.stopped.add(mobileOf(2));
          cut.stopped.add(mobileOf(2));
          for (const rows of pulls) {
            const outcomes = whole.merge(rows).map((decision) => decision.outcome);
            const piecewise: string[] = [];
            while (piecewise.length < rows.length) {
              const page = rows.slice(piecewise.length, piecewise.length + sizes.next().value);
              piecewise.push(...cut.merge(page).map((decision) => decision.outcome));
            }
            assert.deepEqual(piecewise, outcomes);
          }
          assert.deepEqual(contactsOf(cut), contactsOf(whole));
        },
      ),
    );
  });

  it('lets two contacts exchange their numbers', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    const decisions = store.merge([
      taken('r1', { mobile: mobileOf(2), modifiedAt: at(2) }),
      taken('r2', { mobile: mobileOf(1), modifiedAt: at(2) }),
    ]);
    assert.deepEqual(decisions.map((decision) => decision.outcome), ['updated', 'updated']);
    assert.equal(store.holder(mobileOf(1))?.contactId, 'r2');
  });

  it('leaves a number with who has it when only the other row comes, and says whose it is', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2), firstName: 'Bo' })]);
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(2), modifiedAt: at(2) })]);
    assert.deepEqual([decision!.outcome, decision!.problems[0]!.code], ['error', 'phone_taken']);
    assert.match(decision!.problems[0]!.message, /Bo Alvarez \(r2\)/);
    assert.equal(store.holder(mobileOf(1))?.contactId, 'r1');
  });

  it('keeps the number of a row that was refused from everybody else in the page', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    const decisions = store.merge([
      taken('r3', { mobile: mobileOf(1), modifiedAt: at(2) }),
      taken('r1', { mobile: mobileOf(2), modifiedAt: at(2) }),
    ]);
    assert.deepEqual(decisions.map((decision) => decision.outcome), ['error', 'error']);
  });

  it('gives a free number to who comes first', () => {
    const store = new ContactStore();
    const decisions = store.merge([taken('r2'), taken('r1')]);
    assert.deepEqual(decisions.map((decision) => decision.outcome), ['created', 'error']);
  });

  it('takes the newest of a record’s versions in a page', () => {
    const store = new ContactStore();
    const decisions = store.merge([
      taken('r1', { firstName: 'New', modifiedAt: at(3) }),
      taken('r1', { firstName: 'Old', modifiedAt: at(2) }),
    ]);
    assert.deepEqual(decisions.map((decision) => decision.outcome), ['created', 'skipped']);
    assert.equal(store.contacts.get('r1')?.firstName, 'New');
  });

  for (const kind of ['error', 'skipped'] as const) {
    it(`opts out from a row that is not taken (${kind}) and changes nothing else by it`, () => {
      const store = new ContactStore();
      store.merge([taken('r1')]);
      const [decision] = store.merge([notTaken('r1', { kind, optOut: 'opted_out', modifiedAt: at(2) })]);
      assert.equal(decision!.outcome, kind);
      assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'import', writeBack: false });
      assert.match(decision!.problems[0]!.message, /The opt-out in this row was recorded\./);
      const contact = store.contacts.get('r1')!;
      assert.deepEqual([contact.optedOut, contact.mobile, contact.firstName], [true, mobileOf(1), 'Maria']);
    });
  }

  it('opts out from a row whose number somebody else has', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    store.merge([taken('r1', { mobile: mobileOf(2), optOut: 'opted_out', modifiedAt: at(2) })]);
    assert.equal(store.contacts.get('r1')?.optedOut, true);
  });

  const refusedRows: readonly (readonly [string, MappedRow])[] = [
    ['is in error', notTaken('r1', { optOut: 'opted_in', modifiedAt: at(9) })],
    ['has a number of somebody else', taken('r1', { mobile: mobileOf(2), optOut: 'opted_in', modifiedAt: at(9) })],
  ];
  for (const [what, row] of refusedRows) {
    it(`tells that a row contradicts a STOP although it ${what}`, () => {
      const store = new ContactStore(() => at(5));
      store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
      store.hear(mobileOf(1), 'opted_out');
      assert.equal(store.decide([row])[0]!.notApplied?.rule, 'write_back_waiting');
      store.confirm('r1');
      const [decision] = store.merge([row]);
      assert.deepEqual([decision!.outcome, decision!.consent], ['error', null]);
      assert.deepEqual(decision!.notApplied, { rule: 'stop_stands', conflict: true, said: null });
      assert.equal(store.contacts.get('r1')?.optedOut, true);
    });

    it(`lifts nothing by a row that ${what}, and tells that`, () => {
      const store = new ContactStore();
      const first = [taken('r1', { mobile: mobileOf(1), optOut: 'opted_out' }), taken('r2', { mobile: mobileOf(2) })];
      store.merge(first);
      const [decision] = store.merge([row]);
      assert.deepEqual([decision!.write, decision!.consent], [null, null]);
      assert.deepEqual(decision!.notApplied, { rule: 'row_not_taken', conflict: true, said: null });
      assert.equal(store.contacts.get('r1')?.optedOut, true);
    });
  }

  it('tells of no contradiction by a row in error that is older than the version that is in', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { optOut: 'opted_out', modifiedAt: at(3) })]);
    assert.equal(store.merge([notTaken('r1', { optOut: 'opted_in', modifiedAt: at(2) })])[0]!.notApplied, null);
  });

  it('starts a new contact opted out when its number said STOP, and tells the CRM', () => {
    const store = new ContactStore();
    store.hear(mobileOf(1), 'opted_out');
    const [decision] = store.merge([taken('r1', { optOut: 'opted_in' })]);
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
    assert.deepEqual(decision!.notApplied, { rule: 'stop_stands', conflict: true, said: null });
  });

  it('opts out a contact that gets a number which said STOP', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { mobile: mobileOf(1) })]);
    store.hear(mobileOf(2), 'opted_out');
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(2), modifiedAt: at(2) })]);
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
  });

  it('tells the CRM that a number said STOP although its record says so, when our opt-in is not there yet', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1), optOut: 'opted_out' })]);
    store.hear(mobileOf(1), 'opted_in');
    store.hear(mobileOf(2), 'opted_out');
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(2), optOut: 'opted_out', modifiedAt: at(4) })]);
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
  });

  it('tells the CRM an opt-out of its own again when our opt-in, not yet there, would undo it', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { optOut: 'opted_out' })]);
    store.hear(mobileOf(1), 'opted_in');
    const [decision] = store.merge([taken('r1', { optOut: 'opted_out', modifiedAt: at(6) })]);
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'import', writeBack: true });
  });

  it('refuses a row assigned to a user nobody has, and takes one that names somebody', () => {
    const store = new ContactStore();
    const staff = new Map([['jlee4', 'user-1']]);
    const rows = [taken('r1', { userId: 'gone' }), taken('r2', { userId: 'jlee4', mobile: mobileOf(2) })];
    const decisions = store.decide(rows, staff);
    assert.deepEqual(decisions.map(({ outcome, write }) => [outcome, write?.assignedTo]), [
      ['error', undefined],
      ['created', 'user-1'],
    ]);
    assert.equal(decisions[0]!.problems[0]!.code, 'staff_unknown');
  });

  it('keeps the version it has seen even when nothing else changed', () => {
    const store = new ContactStore();
    store.merge([taken('r1')]);
    const [decision] = store.merge([taken('r1', { modifiedAt: at(9) })]);
    assert.equal(decision!.outcome, 'unchanged');
    assert.deepEqual(store.contacts.get('r1')?.sourceModifiedAt, at(9));
  });

  it('takes from a file what it says of a contact of a CRM, and tells the CRM of its opt-out', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { optOut: 'opted_in' })]);
    const file = inFile([taken('r1', { firstName: 'Mary', optOut: 'opted_out', modifiedAt: at(9) })]);
    const [decision] = store.merge(file, 'file');
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'import', writeBack: true });
    const { firstName, sourceModifiedAt } = store.contacts.get('r1')!;
    assert.deepEqual([firstName, sourceModifiedAt, store.links.get('r1')], ['Mary', at(1), 'crm']);
  });

  it('does not lift what another source opted out, however often a file says otherwise', () => {
    const store = new ContactStore();
    store.merge([taken('r1', { optOut: 'opted_out' })]);
    for (const second of [2, 3]) {
      const [decision] = store.merge(inFile([taken('r1', { optOut: 'opted_in', modifiedAt: at(second) })]), 'file');
      assert.deepEqual([decision!.outcome, decision!.notApplied?.rule], ['unchanged', 'other_source']);
    }
    const [lifted] = store.merge([taken('r1', { optOut: 'opted_in', modifiedAt: at(4) })]);
    assert.equal(lifted!.consent?.change, 'opted_in', 'the CRM it comes from lifts it');
  });

  it('does not lift what a file opted out because a CRM that takes the contact over said otherwise before', () => {
    const store = new ContactStore();
    store.merge(inFile([taken('r1', { optOut: 'opted_out' })]), 'file');
    for (let again = 0; again < 2; again++) {
      const [decision] = store.merge([taken('r1', { optOut: 'opted_in', modifiedAt: at(5) })]);
      assert.equal(decision!.notApplied?.rule, 'other_source');
    }
    assert.equal(store.links.get('r1'), 'crm');
    const [lifted] = store.merge([taken('r1', { optOut: 'opted_in', modifiedAt: at(6) })]);
    assert.equal(lifted!.consent?.change, 'opted_in', 'somebody changed the record since');
  });

  it('takes none of the rows of a file that come to one contact, but an opt-out among them', () => {
    const store = new ContactStore();
    store.merge([taken('r1')], 'file');
    const decisions = store.merge(
      inFile([
        taken('r1', { firstName: 'Ana', optOut: 'opted_out', modifiedAt: at(2) }),
        taken('r2', { mobile: mobileOf(2), modifiedAt: at(2) }),
        notTaken('r1', { optOut: 'opted_out', modifiedAt: at(2) }),
        taken('r1', { firstName: 'Eva', modifiedAt: at(2) }),
      ]),
      'file',
    );
    assert.deepEqual(decisions.map(({ outcome }) => outcome), ['error', 'created', 'error', 'error']);
    assert.match(decisions[3]!.problems[0]!.message, /^Rows 2, 4, 5 have the same contact ID, r1\./);
    assert.deepEqual([store.contacts.get('r1')?.optedOut, store.contacts.get('r1')?.firstName], [true, 'Maria']);
  });

  it('calls rows of a file without a contact ID errors, each of them', () => {
    const decisions = new ContactStore().merge(inFile([notTaken(''), notTaken('')]), 'file');
    assert.deepEqual(decisions.map(({ outcome }) => outcome), ['error', 'error']);
  });
});
