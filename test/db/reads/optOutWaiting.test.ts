import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countOptOuts } from '../../../src/db/reads/optOuts/counts.ts';
import { readWaiting } from '../../../src/db/reads/optOuts/waiting.ts';
import { createOptOutWorld, type OptOutWorld } from './optOutWorld.ts';

type World = Awaited<ReturnType<typeof createOptOutWorld>>;
const NOW = new Date('2026-11-20T15:00:00Z');

describe('what waits to be honoured', () => {
  let world: World;
  before(async () => {
    world = await createOptOutWorld();
  });
  after(() => world.database.drop());
  beforeEach(async () => {
    await world.clear();
    await world.sql(`update connection set fault_code = null, disconnected_at = null, writes_retry_at = null`);
  });

  const read = (after?: string, now = NOW) =>
    readWaiting(world.database.dataSource.manager, world.teamId, { ...(after === undefined ? {} : { after }), now });

  it('says who, how, by when, and what happens next', async () => {
    const maria = await world.contact('Maria Lopez', { mobile: '+17165550123' });
    const sam = await world.contact('Sam Reed');
    const ana = await world.contact('Ana Silva');
    const cole = await world.contact('Bo Cole');
    await world.change({ contactId: maria, at: '2026-11-05T15:00:00Z', evidence: { message: 'Stop pls' } });
    await world.sql(`update outbox set state = 'dead', code = 'ENTITY_IS_LOCKED', reason = 'entity is locked'`);
    await world.doubt({ contactId: sam, mobile: '+17165560002', at: '2026-11-18T15:00:00Z', body: 'leave me alone' });
    await world.doubt({ mobile: '+17165559999', at: '2026-11-19T15:00:00Z', body: 'who is this, go away' });
    await world.change({
      contactId: ana,
      at: '2026-11-20T14:59:00Z',
      cause: 'staff',
      actor: 'Dana Cole',
      evidence: { reason: 'Asked on the phone' },
    });
    await world.change({ contactId: cole, at: '2026-11-20T14:59:59Z' });
    await world.sql(`update outbox set due_at = '2026-11-20T15:12:00Z', attempts = 3 where contact_id = $1`, [ana]);
    await world.sql(`update outbox set state = 'in_flight', attempts = 1 where contact_id = $1`, [cole]);

    const { items, counts, next } = await read();
    assert.equal(next, null);
    assert.deepEqual(
      items.map(({ whom, said, due, waitsFor, waitsForName, nextStep, link }) => [
        whom.name ?? whom.mobileShown,
        said,
        due,
        waitsFor,
        waitsForName,
        nextStep,
        link,
      ]),
      [
        [
          'Maria Lopez',
          'Texted “Stop pls”',
          { day: '2026-11-20', businessDaysLeft: 1, late: false },
          'person',
          'a person',
          'Salesforce refused it: open the dead letter',
          '/opt-outs/dead-letters',
        ],
        [
          'Sam Reed',
          'Texted “leave me alone”, which may mean STOP',
          { day: '2026-12-03', businessDaysLeft: 9, late: false },
          'review',
          'review',
          'Decide in the review queue',
          '/opt-outs/review',
        ],
        [
          '1-716-555-9999',
          'Texted “who is this, go away”, which may mean STOP',
          { day: '2026-12-04', businessDaysLeft: 10, late: false },
          'unknown_number',
          'an unknown number',
          'Decide in the review queue',
          '/opt-outs/review',
        ],
        [
          'Ana Silva',
          'Dana Cole opted them out: “Asked on the phone”',
          { day: '2026-12-07', businessDaysLeft: 11, late: false },
          'crm',
          'Salesforce',
          'Sent again at 10:12 AM ET',
          `/contacts/${ana}?tab=write-backs`,
        ],
        [
          'Bo Cole',
          'Texted “STOP”',
          { day: '2026-12-07', businessDaysLeft: 11, late: false },
          'crm',
          'Salesforce',
          'Sent; the answer is on its way',
          `/contacts/${cole}?tab=write-backs`,
        ],
      ],
    );
    assert.deepEqual(counts, {
      needsPerson: 3,
      waiting: 5,
      waitingOnPerson: 3,
      waitingOnCrm: 2,
      late: 0,
      review: 2,
      conflicts: 0,
      deadLetters: 1,
    });
    const later = await read(undefined, new Date('2026-11-21T05:00:01Z'));
    assert.equal(later.counts.late, 1);
    assert.deepEqual(later.items[0]?.due, { day: '2026-11-20', businessDaysLeft: 0, late: true });
  });

  it('names what a connection waits for: to be connected again, or the next try while the CRM is away', async () => {
    const sam = await world.contact('Sam Reed');
    await world.change({ contactId: sam, at: '2026-11-20T14:00:00Z' });
    const step = async () => (await read()).items.map(({ nextStep, link }) => [nextStep, link])[0];
    assert.deepEqual(await step(), ['Sent within seconds', `/contacts/${sam}?tab=write-backs`]);
    await world.sql(`update connection set writes_failing_since = $1, writes_retry_at = $2`, [
      '2026-11-20T14:00:00Z',
      '2026-11-20T15:00:30Z',
    ]);
    assert.deepEqual(await step(), ['Sent again at 10:00 AM ET', `/contacts/${sam}?tab=write-backs`]);
    await world.sql(`update connection set fault_code = 'AUTH_REVOKED', fault_message = 'x', fault_since = now()`);
    assert.deepEqual(await step(), [
      'Sent as soon as Salesforce is connected again',
      `/integrations/${world.connectionId}/authentication`,
    ]);
    await world.sql(`update connection set disconnected_at = now()`);
    assert.deepEqual((await read()).items, []);
  });

  it('is over when the CRM has confirmed, and tells how long the slowest took', async () => {
    const [slow, quick, older] = [
      await world.contact('Slow One'),
      await world.contact('Quick One'),
      await world.contact('Older One'),
    ];
    const confirm = (contactId: number, at: string) =>
      world.sql(`update outbox set state = 'confirmed', confirmed_at = $2 where contact_id = $1`, [contactId, at]);
    await world.change({ contactId: slow, at: '2026-11-20T10:00:00Z' });
    await confirm(slow, '2026-11-20T10:00:04.500Z');
    await world.change({ contactId: quick, at: '2026-11-20T11:00:00Z' });
    await confirm(quick, '2026-11-20T11:00:00.200Z');
    await world.change({ contactId: older, at: '2026-11-18T10:00:00Z' });
    await confirm(older, '2026-11-18T11:00:00Z');
    const { items, slowestTodayMs, counts } = await read();
    assert.deepEqual([items, slowestTodayMs, counts.waiting], [[], 4500, 0]);
  });

  it('counts its days from the first time somebody said it, and from the message where that was decided later', async () => {
    const [again, decided, back, resent] = [
      await world.contact('Again Said'),
      await world.contact('Decided Later'),
      await world.contact('Came Back'),
      await world.contact('Sent Again'),
    ];
    await world.change({ contactId: again, at: '2026-11-02T15:00:00Z' });
    await world.change({ contactId: again, at: '2026-11-12T15:00:00Z' });
    await world.change({
      contactId: decided,
      at: '2026-11-03T15:00:00Z',
      recordedAt: '2026-11-13T15:00:00Z',
      evidence: { message: 'leave me alone', decidedBy: 'Dana Cole' },
    });
    await world.change({ contactId: back, at: '2026-11-04T15:00:00Z' });
    await world.change({ contactId: back, at: '2026-11-05T15:00:00Z', change: 'opted_in', cause: 'start_message' });
    await world.change({ contactId: back, at: '2026-11-14T15:00:00Z' });
    const eventId = await world.change({
      contactId: resent,
      at: '2026-11-01T15:00:00Z',
      recordedAt: '2026-11-02T15:00:00Z',
      evidence: { message: 'no', decidedBy: 'Dana Cole' },
    });
    await world.sql(`update outbox set state = 'confirmed', confirmed_at = created_at where contact_id = $1`, [resent]);
    await world.sql(
      `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
       select team_id, contact_id, connection_id, record_type, record_id, change, $2, 'waiting', $3, $3 from outbox where contact_id = $1`,
      [resent, eventId, '2026-11-15T15:00:00Z'],
    );
    const { items } = await read();
    assert.deepEqual(
      items.map(({ whom, since }) => [whom.name, since]),
      [
        ['Again Said', '2026-11-02T15:00:00.000Z'],
        ['Decided Later', '2026-11-03T15:00:00.000Z'],
        ['Came Back', '2026-11-14T15:00:00.000Z'],
        ['Sent Again', '2026-11-15T15:00:00.000Z'],
      ],
    );
    assert.equal(items[1]?.said, 'Texted “leave me alone”; Dana Cole decided that it means STOP');
  });

  it('comes page by page, everything once and in order, whatever falls on one instant', async () => {
    const base = Date.parse('2026-11-10T15:00:00Z');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ review: fc.boolean(), second: fc.integer({ min: 0, max: 6 }) }), {
          minLength: 101,
          maxLength: 230,
        }),
        async (entries) => {
          await emptied(world);
          const contactId = await world.contact('Many Times');
          const [event] = await world.sql<{ id: number }>('select max(id) as id from consent_event');
          const at = (second: number): string => new Date(base + second * 1000).toISOString();
          const reviews = entries.filter(({ review }) => review).map(({ second }) => at(second));
          const writes = entries.filter(({ review }) => !review).map(({ second }) => at(second));
          await world.sql(
            `insert into review_item (team_id, mobile, to_number, provider, provider_id, body, doubt, received_at)
             select $1, '+17165557777', '+17165550100', 'twilio', 'x' || n.place, 'hm', 'hm', n.at
             from unnest($2::timestamptz[]) with ordinality as n(at, place)`,
            [world.teamId, reviews],
          );
          await world.sql(
            `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
             select $1, $3, $4, 'Contact', 'r' || n.place, 'opted_out', $5, 'waiting', n.at, n.at
             from unnest($2::timestamptz[]) with ordinality as n(at, place)`,
            [world.teamId, writes, contactId, world.connectionId, event!.id],
          );
          const seen: { id: string; since: string }[] = [];
          let after: string | undefined;
          do {
            const page = await read(after);
            assert.ok(page.items.length > 0 && page.items.length <= 100);
            seen.push(...page.items);
            after = page.next ?? undefined;
          } while (after !== undefined);
          assert.equal(seen.length, entries.length);
          assert.equal(new Set(seen.map(({ id }) => id)).size, entries.length);
          const times = seen.map(({ since }) => since);
          assert.deepEqual(times, times.toSorted());
          const counts = await countOptOuts(world.database.dataSource.manager, world.teamId, NOW);
          assert.equal(counts.waiting, entries.length);
        },
      ),
      { numRuns: 4 },
    );
  });
});

/** Nothing waits, but there is an event that a write-back can name. */
async function emptied(world: OptOutWorld): Promise<void> {
  await world.clear();
  await world.change({ contactId: null, mobile: '+17165557777', at: '2026-11-01T00:00:00Z' });
}
