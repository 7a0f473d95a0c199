import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ConsentCause } from '../../src/domain/contact.ts';
import { decideImportConsent, type ImportConsent, type StoredConsent } from '../../src/domain/importConsent.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 15, 0, seconds));
const second = fc.integer({ min: 0, max: 20 }).map(at);
const cause = fc.constantFrom<ConsentCause>('stop_message', 'start_message', 'staff', 'import', 'api');

const stored = (one: Partial<StoredConsent>): StoredConsent => ({
  optedOut: false,
  cause: null,
  pending: null,
  confirmedAt: null,
  ...one,
});

const anyStored: fc.Arbitrary<StoredConsent> = fc.record({
  optedOut: fc.boolean(),
  cause: fc.option(cause),
  pending: fc.option(fc.record({ change: fc.constantFrom('opted_out' as const, 'opted_in' as const), since: second })),
  confirmedAt: fc.option(second),
  confirmedChange: fc.option(fc.constantFrom('opted_out' as const, 'opted_in' as const)),
  otherSource: fc.boolean(),
  saidInUntil: fc.option(second),
});

describe('an import that meets stored consent', () => {
  const none: ImportConsent = { kind: 'none' };
  const table: readonly [string, Partial<StoredConsent>, 'opted_out' | 'opted_in' | 'keep', number, ImportConsent][] = [
    ['says nothing: what is stored stays', { optedOut: true, cause: 'import' }, 'keep', 9, none],
    ['opts out who may be texted', {}, 'opted_out', 9, { kind: 'set' }],
    ['leaves who is opted out', { optedOut: true, cause: 'staff' }, 'opted_out', 9, none],
    ['lifts what an import had set', { optedOut: true, cause: 'import' }, 'opted_in', 9, { kind: 'lift' }],
    [
      'never lifts a STOP',
      { optedOut: true, cause: 'stop_message', confirmedAt: at(1) },
      'opted_in',
      9,
      { kind: 'not_applied', rule: 'stop_stands', conflict: true },
    ],
    [
      'lifts nothing while a write-back waits, which is no conflict before the CRM has heard of it',
      { optedOut: true, cause: 'staff', pending: { change: 'opted_out', since: at(5) } },
      'opted_in',
      4,
      { kind: 'not_applied', rule: 'write_back_waiting', conflict: false },
    ],
    [
      'lifts nothing while a write-back waits, which is a conflict when the record changed since',
      { optedOut: true, cause: 'import', pending: { change: 'opted_out', since: at(5) } },
      'opted_in',
      6,
      { kind: 'not_applied', rule: 'write_back_waiting', conflict: true },
    ],
    ['says nothing new in a version older than our own write', { confirmedAt: at(5) }, 'opted_out', 4, none],
    [
      'does not lift in a version older than our own write, and calls that no conflict',
      { optedOut: true, cause: 'staff', confirmedAt: at(5) },
      'opted_in',
      4,
      none,
    ],
    [
      'does not lift in the second of our own write, when nobody can tell which came last',
      { optedOut: true, cause: 'staff', confirmedAt: at(5) },
      'opted_in',
      5,
      { kind: 'not_applied', rule: 'staff_opt_out_stands', conflict: true },
    ],
    [
      'lifts a staff opt-out that the CRM changed after it had our write',
      { optedOut: true, cause: 'staff', confirmedAt: at(5) },
      'opted_in',
      6,
      { kind: 'lift' },
    ],
    [
      'lifts an opt-out by the API like one by staff',
      { optedOut: true, cause: 'api', confirmedAt: at(5) },
      'opted_in',
      6,
      { kind: 'lift' },
    ],
    [
      'does not lift a staff opt-out that the CRM has never heard of',
      { optedOut: true, cause: 'staff' },
      'opted_in',
      9,
      { kind: 'not_applied', rule: 'staff_opt_out_stands', conflict: true },
    ],
    [
      'does not lift what another source opted out',
      { optedOut: true, cause: 'import', otherSource: true, confirmedAt: at(1) },
      'opted_in',
      9,
      { kind: 'not_applied', rule: 'other_source', conflict: true },
    ],
    [
      'calls a STOP by its name, whatever source says otherwise',
      { optedOut: true, cause: 'stop_message', otherSource: true },
      'opted_in',
      9,
      { kind: 'not_applied', rule: 'stop_stands', conflict: true },
    ],
    [
      'opts out by what another source says, however old it is by the clock of the linked one',
      { confirmedAt: at(5), pending: { change: 'opted_in', since: at(6) }, otherSource: true },
      'opted_out',
      1,
      { kind: 'set' },
    ],
    [
      'does not lift by saying again what stood against the opt-out already',
      { optedOut: true, cause: 'import', saidInUntil: at(5) },
      'opted_in',
      5,
      { kind: 'not_applied', rule: 'other_source', conflict: true },
    ],
    [
      'lifts another source’s opt-out in a newer version of the record',
      { optedOut: true, cause: 'import', saidInUntil: at(5) },
      'opted_in',
      6,
      { kind: 'lift' },
    ],
    [
      'leaves who said START while the opt-in is on its way and the record is older',
      { cause: 'start_message', pending: { change: 'opted_in', since: at(5) } },
      'opted_out',
      5,
      none,
    ],
    [
      'opts out who said START when the record changed after that',
      { cause: 'start_message', pending: { change: 'opted_in', since: at(5) } },
      'opted_out',
      6,
      { kind: 'set' },
    ],
    [
      'leaves who said START when our own opt-out comes back by a clock that is ahead of ours',
      {
        cause: 'start_message',
        pending: { change: 'opted_in', since: at(5) },
        confirmedAt: at(7),
        confirmedChange: 'opted_out',
      },
      'opted_out',
      7,
      none,
    ],
    [
      'calls our own opt-in that comes back no conflict, by whatever clock',
      {
        optedOut: true,
        cause: 'stop_message',
        pending: { change: 'opted_out', since: at(5) },
        confirmedAt: at(7),
        confirmedChange: 'opted_in',
      },
      'opted_in',
      7,
      { kind: 'not_applied', rule: 'write_back_waiting', conflict: false },
    ],
  ];
  for (const [name, before, says, modified, expected] of table) {
    it(name, () => assert.deepEqual(decideImportConsent(stored(before), says, at(modified)), expected));
  }

  it('never lifts a STOP, nor anything while a write-back has not arrived', () => {
    fc.assert(
      fc.property(anyStored, second, (one, modifiedAt) => {
        fc.pre(one.optedOut && (one.cause === 'stop_message' || one.pending !== null));
        assert.notEqual(decideImportConsent(one, 'opted_in', modifiedAt).kind, 'lift');
      }),
    );
  });

  it('opts out only who may be texted, lifts only who is opted out, and does neither when it says nothing', () => {
    fc.assert(
      fc.property(anyStored, fc.constantFrom('opted_in', 'opted_out', 'keep'), second, (one, says, modifiedAt) => {
        const { kind } = decideImportConsent(one, says, modifiedAt);
        if (kind === 'set') assert.ok(!one.optedOut && says === 'opted_out');
        if (kind === 'lift' || kind === 'not_applied') assert.ok(one.optedOut && says === 'opted_in');
      }),
    );
  });

  it('takes an opt-out from any record that is not older than our own write or opt-in', () => {
    fc.assert(
      fc.property(anyStored, second, (one, modifiedAt) => {
        fc.pre(!one.optedOut);
        fc.pre(one.confirmedAt === null || modifiedAt >= one.confirmedAt);
        fc.pre(one.pending === null || modifiedAt > one.pending.since);
        fc.pre(one.confirmedChange !== 'opted_out' || one.confirmedAt?.getTime() !== modifiedAt.getTime());
        assert.equal(decideImportConsent(one, 'opted_out', modifiedAt).kind, 'set');
      }),
    );
  });
});
