import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareConsent,
  decideRepair,
  type ComparedContact,
  type Comparison,
  type RecordSays,
  type RepairedContact,
} from '../../src/domain/compareConsent.ts';
import type { ConsentCause, ConsentChange } from '../../src/domain/contact.ts';
import { decideImportConsent } from '../../src/domain/importConsent.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 15, 0, seconds));
const instant = fc.integer({ min: 0, max: 12 }).map(at);
const change = fc.constantFrom<ConsentChange>('opted_out', 'opted_in');

const contact = (one: Partial<RepairedContact>): RepairedContact => ({
  optedOut: false,
  cause: null,
  pending: null,
  confirmedAt: null,
  sending: null,
  changedMeanwhile: false,
  sourceModifiedAt: at(1),
  importsFrom: null,
  consentAt: null,
  sourceOptedOut: null,
  heardAt: null,
  ...one,
});

const says = (optOut: 'opted_out' | 'opted_in' | 'keep', seconds: number): RecordSays => ({
  kind: 'says',
  optOut,
  modifiedAt: at(seconds),
});

const anyContact: fc.Arbitrary<RepairedContact> = fc.record({
  optedOut: fc.boolean(),
  cause: fc.option(fc.constantFrom<ConsentCause>('stop_message', 'start_message', 'staff', 'import', 'api')),
  pending: fc.option(fc.record({ change, since: instant })),
  confirmedAt: fc.option(instant),
  sending: fc.option(change),
  changedMeanwhile: fc.boolean(),
  sourceModifiedAt: fc.option(instant),
  importsFrom: fc.option(instant),
  consentAt: fc.option(instant),
  sourceOptedOut: fc.option(fc.boolean()),
  heardAt: fc.option(instant),
});

const anyRecord: fc.Arbitrary<RecordSays> = fc.oneof(
  fc.constant<RecordSays>({ kind: 'gone' }),
  fc.constant<RecordSays>({ kind: 'unreadable' }),
  fc.record({
    kind: fc.constant('says' as const),
    optOut: fc.constantFrom('opted_out' as const, 'opted_in' as const, 'keep' as const),
    modifiedAt: instant,
  }),
);

describe('comparing a contact with its CRM record', () => {
  const importsOn = { importsFrom: at(4) };
  const table: readonly [string, Partial<ComparedContact>, RecordSays, Comparison][] = [
    ['a record that is gone', { optedOut: true }, { kind: 'gone' }, 'gone'],
    ['a value that the mapping does not know', {}, { kind: 'unreadable' }, 'unreadable'],
    ['both in', {}, says('opted_in', 1), 'agree'],
    ['in here, nothing there', {}, says('keep', 1), 'agree'],
    ['both out', { optedOut: true, cause: 'stop_message' }, says('opted_out', 1), 'agree'],
    ['out here, in there', { optedOut: true, cause: 'stop_message' }, says('opted_in', 1), 'out_here_only'],
    ['out here, nothing there', { optedOut: true, cause: 'import' }, says('keep', 1), 'out_here_only'],
    ['in here, out there', {}, says('opted_out', 1), 'out_there_only'],
    ['a write-back that waits', { optedOut: true, sending: 'opted_out' }, says('opted_in', 1), 'on_the_way'],
    ['an opt-in that waits', { sending: 'opted_in' }, says('opted_out', 1), 'on_the_way'],
    [
      'a dead letter, which nobody sends',
      { optedOut: true, cause: 'stop_message', pending: { change: 'opted_out', since: at(1) } },
      says('opted_in', 0),
      'out_here_only',
    ],
    ['a change while it is compared', { optedOut: true, changedMeanwhile: true }, says('opted_in', 1), 'on_the_way'],
    ['a change that made both agree', { optedOut: true, changedMeanwhile: true }, says('opted_out', 1), 'agree'],
    ['an opt-out that the next import brings', importsOn, says('opted_out', 5), 'on_the_way'],
    ['one that committed behind the look-back', importsOn, says('opted_out', 3), 'out_there_only'],
    [
      'one whose version was taken in without it',
      { ...importsOn, sourceModifiedAt: at(5) },
      says('opted_out', 5),
      'out_there_only',
    ],
    [
      'an opt-in that the next import takes in',
      { ...importsOn, optedOut: true, cause: 'import' },
      says('opted_in', 5),
      'on_the_way',
    ],
    [
      'an opt-in that no import takes in, for STOP stands',
      { ...importsOn, optedOut: true, cause: 'stop_message' },
      says('opted_in', 5),
      'out_here_only',
    ],
  ];
  for (const [what, here, record, expected] of table) {
    it(`${what}: ${expected}`, () => assert.equal(compareConsent(contact(here), record), expected));
  }

  it('calls a difference on the way only when something settles it without a person', () => {
    fc.assert(
      fc.property(anyContact, anyRecord, (here, record) => {
        const comparison = compareConsent(here, record);
        if (record.kind !== 'says') return assert.equal(comparison, record.kind);
        const differs = (record.optOut === 'opted_out') !== here.optedOut;
        assert.equal(comparison === 'agree', !differs);
        if (comparison === 'out_here_only') assert.ok(here.optedOut);
        if (comparison === 'out_there_only') assert.ok(!here.optedOut);
        if (comparison !== 'on_the_way') return;
        const brought =
          here.importsFrom !== null &&
          record.modifiedAt >= here.importsFrom &&
          ['set', 'lift'].includes(decideImportConsent(here, record.optOut, record.modifiedAt).kind);
        assert.ok(here.changedMeanwhile || here.sending !== null || brought);
      }),
    );
  });
});

describe('repairing a disagreement', () => {
  const found = (kind: Comparison) => ({ kind, recordModifiedAt: at(3), comparedAt: at(6) });
  const stop = { optedOut: true, cause: 'stop_message' } as const;

  it('sends our opt-out, unless it is sent already, was heard since, or is settled', () => {
    const repair = (one: Partial<RepairedContact>) => decideRepair(contact(one), found('out_here_only'));
    assert.equal(repair(stop), 'write');
    assert.equal(repair({ ...stop, pending: { change: 'opted_out', since: at(1) } }), 'write', 'a dead letter');
    assert.equal(repair({ ...stop, sending: 'opted_out' }), 'none');
    assert.equal(repair({ ...stop, heardAt: at(7) }), 'none');
    assert.equal(repair({ ...stop, heardAt: at(5) }), 'write', 'what was heard before did not hold');
    assert.equal(repair({ ...stop, sourceModifiedAt: at(8), sourceOptedOut: true }), 'none');
    assert.equal(repair({ ...stop, sourceModifiedAt: at(8), sourceOptedOut: false }), 'write');
    assert.equal(repair({}), 'none', 'lifted meanwhile');
  });

  it('records the CRM’s opt-out, unless the contact’s own newer word stands against it', () => {
    const repair = (one: Partial<RepairedContact>) => decideRepair(contact(one), found('out_there_only'));
    assert.equal(repair({}), 'record');
    assert.equal(repair({ consentAt: at(7), cause: 'start_message' }), 'none');
    assert.equal(repair({ consentAt: at(2), cause: 'start_message' }), 'record');
    assert.equal(repair({ pending: { change: 'opted_in', since: at(4) } }), 'none', 'a START that the CRM refused');
    assert.equal(repair({ sourceModifiedAt: at(4) }), 'none', 'a newer version was taken in');
    assert.equal(repair(stop), 'none');
  });

  it('only ever adds opt-outs', () => {
    const kinds = fc.constantFrom<Comparison>('out_here_only', 'out_there_only', 'gone', 'unreadable');
    fc.assert(
      fc.property(anyContact, kinds, fc.option(instant), instant, (here, kind, recordModifiedAt, comparedAt) => {
        const repair = decideRepair(here, { kind, recordModifiedAt, comparedAt });
        if (repair === 'write') assert.ok(here.optedOut && kind === 'out_here_only');
        if (repair === 'record') {
          assert.ok(!here.optedOut && kind === 'out_there_only');
          assert.equal(decideImportConsent(here, 'opted_out', recordModifiedAt!).kind, 'set');
        }
      }),
    );
  });
});
