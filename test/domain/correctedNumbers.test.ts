import assert from 'node:assert/strict';
import { ContactStore } from './contactStore.ts';
import { at, mobileOf, taken } from './mappedRows.ts';

/** A contact that came with number 1 and was corrected to number 2 at second 5. */
function corrected(): ContactStore {
  const store = new ContactStore(() => at(5));
  store.merge([taken('r1', { mobile: mobileOf(1), modifiedAt: at(1) })]);
  store.correctMobile('r1', mobileOf(2));
  return store;
}

const codes = (decision: { problems: readonly { code: string }[] } | undefined): string[] =>
  decision!.problems.map((problem) => problem.code);

describe('a number that was corrected here', () => {
  it('is not put back by a record that still says the old one, whose other fields are taken, with a note', () => {
    const store = corrected();
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(1), firstName: 'Mia', modifiedAt: at(9) })]);
    assert.deepEqual([decision!.outcome, codes(decision)], ['updated', ['stale_mobile']]);
    assert.deepEqual(
      [store.contacts.get('r1')!.mobile, store.contacts.get('r1')!.firstName],
      [mobileOf(2), 'Mia'],
    );
    assert.deepEqual(decision!.problems[0], {
      code: 'stale_mobile',
      column: 'Mobile number',
      value: mobileOf(1),
      message:
        'The old number was not put back: it was corrected here on Nov 20. The rest of the row is in. ' +
        'Correct it in Salesforce to end this note.',
    });
  });

  it('gives its note with every run, and writes nothing for it', () => {
    const store = corrected();
    const row = taken('r1', { mobile: mobileOf(1), modifiedAt: at(9) });
    store.merge([row]);
    for (let run = 0; run < 3; run += 1) {
      const [decision] = store.merge([row]);
      assert.deepEqual([decision!.outcome, decision!.write, codes(decision)], ['unchanged', null, ['stale_mobile']]);
    }
  });

  it('is not put back by an older record or file, whatever number that says', () => {
    const store = corrected();
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(3), lastName: 'Ruiz', modifiedAt: at(4) })]);
    assert.deepEqual([decision!.outcome, codes(decision)], ['updated', ['stale_mobile']]);
    assert.equal(store.contacts.get('r1')!.mobile, mobileOf(2));
  });

  it('is the source’s own again once the source says the same in a newer version', () => {
    const store = corrected();
    const [early] = store.merge([taken('r1', { mobile: mobileOf(2), modifiedAt: at(4) })]);
    assert.deepEqual([early!.outcome, codes(early)], ['unchanged', []]);
    assert.notEqual(store.contacts.get('r1')!.correction, null, 'a version from before the correction proves nothing');

    const [caughtUp] = store.merge([taken('r1', { mobile: mobileOf(2), modifiedAt: at(9) })]);
    assert.deepEqual([caughtUp!.outcome, codes(caughtUp)], ['unchanged', []]);
    assert.equal(store.contacts.get('r1')!.correction, null);
    store.merge([taken('r1', { mobile: mobileOf(1), modifiedAt: at(10) })]);
    assert.equal(store.contacts.get('r1')!.mobile, mobileOf(1), 'what the source says afterwards counts');
  });

  it('gives way to another number in a newer version', () => {
    const store = corrected();
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(3), modifiedAt: at(9) })]);
    assert.deepEqual([decision!.outcome, codes(decision)], ['updated', []]);
    const { mobile, correction } = store.contacts.get('r1')!;
    assert.deepEqual([mobile, correction], [mobileOf(3), null]);
  });

  it('corrected twice, still knows the number the source says', () => {
    const store = corrected();
    store.correctMobile('r1', mobileOf(3));
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(1), modifiedAt: at(9) })]);
    assert.deepEqual([store.contacts.get('r1')!.mobile, codes(decision)], [mobileOf(3), ['stale_mobile']]);
  });

  it('is taken: who comes with it is refused, and who comes with the old one gets that', () => {
    const store = corrected();
    const [wantsNew, wantsOld] = store.merge([
      taken('r2', { mobile: mobileOf(2), modifiedAt: at(9) }),
      taken('r3', { mobile: mobileOf(1), modifiedAt: at(9) }),
    ]);
    assert.deepEqual([wantsNew!.outcome, codes(wantsNew)], ['error', ['phone_taken']]);
    assert.deepEqual([wantsOld!.outcome, store.holder(mobileOf(1))?.contactId], ['created', 'r3']);
  });

  it('is taken also in the page in which its own row says the old one', () => {
    const store = corrected();
    const [own, other] = store.merge([
      taken('r1', { mobile: mobileOf(1), modifiedAt: at(9) }),
      taken('r2', { mobile: mobileOf(2), modifiedAt: at(9) }),
    ]);
    assert.deepEqual([codes(own), codes(other)], [['stale_mobile'], ['phone_taken']]);
    assert.deepEqual([store.holder(mobileOf(2))?.contactId, store.contacts.has('r2')], ['r1', false]);
  });

  it('does not give up its correction when the row’s newer number is somebody else’s', () => {
    const store = corrected();
    store.merge([taken('r2', { mobile: mobileOf(3), modifiedAt: at(1) })]);
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(3), modifiedAt: at(9) })]);
    assert.deepEqual([decision!.outcome, codes(decision)], ['error', ['phone_taken']]);
    assert.deepEqual(store.contacts.get('r1')!.correction, { at: at(5), replaced: mobileOf(1) });
  });

  it('is not opted out by a STOP of the number it replaced, and is by its own', () => {
    const store = corrected();
    store.hear(mobileOf(1), 'opted_out');
    store.merge([taken('r1', { mobile: mobileOf(1), modifiedAt: at(9) })]);
    assert.equal(store.contacts.get('r1')!.optedOut, false);
    store.hear(mobileOf(2), 'opted_out');
    store.merge([taken('r1', { mobile: mobileOf(1), optOut: 'opted_in', modifiedAt: at(10) })]);
    assert.equal(store.contacts.get('r1')!.optedOut, true);
  });

  it('whose own STOP stands is not lifted by an import, though it may lift its own opt-outs', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1), optOut: 'opted_out', modifiedAt: at(1) })]);
    store.correctMobile('r1', mobileOf(2));
    store.stopped.add(mobileOf(2));
    const [decision] = store.merge([taken('r1', { mobile: mobileOf(1), optOut: 'opted_in', modifiedAt: at(9) })]);
    assert.deepEqual(decision!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
  });
});

describe('a number that moves', () => {
  const stateOf = (store: ContactStore, contactId: string): unknown[] => {
    const { mobile, optedOut, cause } = store.contacts.get(contactId)!;
    return [mobile, optedOut, cause];
  };

  it('leaves the opt-out with the person whose it is', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) })]);
    store.hear(mobileOf(1), 'opted_out');
    store.merge([taken('r1', { mobile: mobileOf(2), optOut: 'opted_in', modifiedAt: at(9) })]);
    assert.deepEqual(stateOf(store, 'r1'), [mobileOf(2), true, 'stop_message']);
  });

  it('brings its STOP to who gets it, new or known', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) })]);
    store.hear(mobileOf(1), 'opted_out');
    store.merge([
      taken('r1', { mobile: mobileOf(2), modifiedAt: at(9) }),
      taken('r2', { mobile: mobileOf(1), optOut: 'opted_in', modifiedAt: at(9) }),
    ]);
    assert.deepEqual(stateOf(store, 'r2'), [mobileOf(1), true, 'stop_message'], 'who never said a word gets no texts there');
    assert.deepEqual(stateOf(store, 'r1'), [mobileOf(2), true, 'stop_message']);
  });

  it('brings nobody the START of who had it before', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    store.hear(mobileOf(1), 'opted_out');
    store.hear(mobileOf(1), 'opted_in');
    store.hear(mobileOf(2), 'opted_out');
    store.merge([
      taken('r1', { mobile: mobileOf(3), modifiedAt: at(9) }),
      taken('r2', { mobile: mobileOf(1), modifiedAt: at(9) }),
    ]);
    assert.deepEqual(stateOf(store, 'r2'), [mobileOf(1), true, 'stop_message']);
  });

  it('exchanged within a page, opts out both: the one who said STOP, and who has the number that did', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    store.hear(mobileOf(1), 'opted_out');
    const [first, second] = store.merge([
      taken('r1', { mobile: mobileOf(2), modifiedAt: at(9) }),
      taken('r2', { mobile: mobileOf(1), modifiedAt: at(9) }),
    ]);
    assert.equal(first!.consent, null, 'nothing new about who is opted out already');
    assert.deepEqual(second!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
    assert.deepEqual([stateOf(store, 'r1'), stateOf(store, 'r2')], [
      [mobileOf(2), true, 'stop_message'],
      [mobileOf(1), true, 'stop_message'],
    ]);
  });

  it('exchanged back, leaves both opted out', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) }), taken('r2', { mobile: mobileOf(2) })]);
    store.hear(mobileOf(1), 'opted_out');
    for (const [second, one, other] of [[8, 2, 1], [9, 1, 2]] as const) {
      store.merge([
        taken('r1', { mobile: mobileOf(one), modifiedAt: at(second) }),
        taken('r2', { mobile: mobileOf(other), modifiedAt: at(second) }),
      ]);
    }
    assert.deepEqual([store.contacts.get('r1')!.optedOut, store.contacts.get('r2')!.optedOut], [true, true]);
  });

  it('lets START from the new number lift the person, and leaves the old number’s STOP', () => {
    const store = new ContactStore(() => at(5));
    store.merge([taken('r1', { mobile: mobileOf(1) })]);
    store.hear(mobileOf(1), 'opted_out');
    store.merge([taken('r1', { mobile: mobileOf(2), modifiedAt: at(9) })]);
    store.hear(mobileOf(2), 'opted_in');
    assert.equal(store.contacts.get('r1')!.optedOut, false);
    const [back] = store.merge([taken('r1', { mobile: mobileOf(1), modifiedAt: at(10) })]);
    assert.deepEqual(back!.consent, { change: 'opted_out', cause: 'stop_message', writeBack: true });
  });
});
