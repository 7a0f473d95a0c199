import assert from 'node:assert/strict';
import { readNeedsPerson } from '../../../src/db/reads/needsPerson.ts';
import { createOptOutWorld } from './optOutWorld.ts';

type World = Awaited<ReturnType<typeof createOptOutWorld>>;
const NOW = new Date('2026-11-20T15:00:00Z');
const RULE = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';

describe('opt-outs that need a person', () => {
  let world: World;
  before(async () => {
    world = await createOptOutWorld();
  });
  after(() => world.database.drop());
  beforeEach(async () => {
    await world.clear();
    await world.sql(`update connection set writes_failing_since = null, fault_code = null`);
  });

  const needs = async (now = NOW) => {
    const { items, total } = await readNeedsPerson(world.database.dataSource.manager, world.teamId, [], now);
    return { total, items: items.map(({ kind, sentence, due, link }) => [kind, sentence, due?.day ?? null, link]) };
  };
  const refuse = (code: string, reason: string, where = 'true') =>
    world.sql(`update outbox set state = 'dead', code = $1, reason = $2 where state = 'waiting' and ${where}`, [
      code,
      reason,
    ]);

  it('are messages that may mean STOP, by the day they are due, and what was refused, one line a cause', async () => {
    const sam = await world.contact('Sam Reed');
    await world.change({ contactId: sam, at: '2026-11-17T15:00:00Z' });
    await refuse('ENTITY_IS_LOCKED', 'entity is locked');
    for (const name of ['Ana Silva', 'Bo Cole', 'Cy Diaz']) {
      await world.change({ contactId: await world.contact(name), at: '2026-11-16T15:00:00Z' });
      await refuse(RULE, 'Phone is required.');
    }
    await world.doubt({ mobile: '+17165559999', at: '2026-11-19T15:00:00Z', body: `no\n${'more '.repeat(40)}` });
    const maria = await world.contact('Maria Lopez', { mobile: '+17165550123' });
    await world.doubt({ contactId: maria, mobile: '+17165550123', at: '2026-11-18T15:00:00Z', body: 'leave me alone' });
    assert.deepEqual(await needs(), {
      total: 4,
      items: [
        [
          'dead_letter',
          '3 opt-outs refused by Salesforce for one reason: Refused by a rule',
          '2026-12-01',
          '/opt-outs/dead-letters',
        ],
        ['dead_letter', 'Opt-out refused by Salesforce: Sam Reed', '2026-12-02', '/opt-outs/dead-letters'],
        [
          'review',
          'Maria Lopez may have asked to stop: “leave me alone”',
          '2026-12-03',
          '/opt-outs/review',
        ],
        [
          'review',
          `1-716-555-9999 may have asked to stop: “no ${'more '.repeat(15)}m…”`,
          '2026-12-04',
          '/opt-outs/review',
        ],
      ],
    });
  });

  it('are told before they are late, from the business day before the last one on, and then as late', async () => {
    const maria = await world.contact('Maria Lopez');
    await world.change({ contactId: maria, at: '2026-11-09T15:00:00Z' }); // due Tuesday, November 24
    const late = async (now: string) => (await needs(new Date(now))).items.filter(([kind]) => kind === 'late');
    assert.deepEqual(await late('2026-11-20T15:00:00Z'), [], 'Friday: three business days');
    const soon = ['late', '1 opt-out is due Nov 24 and not honoured everywhere yet', '2026-11-24', '/opt-outs'];
    assert.deepEqual(await late('2026-11-21T15:00:00Z'), [soon], 'Saturday');
    assert.deepEqual(await late('2026-11-25T04:59:59Z'), [soon], 'the last second of its day');
    assert.deepEqual(await late('2026-11-25T05:00:00Z'), [
      ['late', '1 opt-out is late: it was due Nov 24', '2026-11-24', '/opt-outs'],
    ]);
    await world.doubt({ mobile: '+17165559999', at: '2026-11-09T16:00:00Z', body: 'enough' });
    await world.doubt({ mobile: '+17165559999', at: '2026-11-12T16:00:00Z', body: 'enough' });
    assert.deepEqual(await late('2026-11-25T15:00:00Z'), [
      ['late', '2 opt-outs are late: the oldest was due Nov 24', '2026-11-24', '/opt-outs'],
      ['late', '1 opt-out is due Nov 27 and not honoured everywhere yet', '2026-11-27', '/opt-outs'],
    ]);
    assert.deepEqual((await needs(new Date('2026-11-25T15:00:00Z'))).items[0]?.[0], 'late', 'it comes first');
  });

  it('are a CRM that has taken nothing for some minutes while something waits', async () => {
    const maria = await world.contact('Maria Lopez');
    await world.change({ contactId: maria, at: '2026-11-20T14:58:00Z' });
    await world.sql(`update connection set writes_failing_since = $1, writes_failing_reason = 'Service unavailable'`, [
      '2026-11-20T14:02:00Z',
    ]);
    const told = [
      [
        'writes_failing',
        'Salesforce has taken no opt-out since 9:02 AM ET; 1 waits. Rollcall keeps trying and nothing is lost. ' +
          'Salesforce says: “Service unavailable”',
        '2026-12-07',
        '/opt-outs',
      ],
    ];
    assert.deepEqual((await needs()).items, told);
    assert.deepEqual((await needs(new Date('2026-11-20T14:05:00Z'))).items, [], 'a short one is nobody’s business');
    await world.sql(`update connection set fault_code = 'AUTH_REVOKED'`);
    assert.deepEqual((await needs()).items, [], 'a standing fault is told by itself');
    await world.sql(`update connection set fault_code = null`);
    await world.sql(`update outbox set state = 'confirmed', confirmed_at = $1`, ['2026-11-20T15:00:00Z']);
    assert.deepEqual((await needs()).items, []);
  });

  it('are fifty at most, and all are counted', async () => {
    await world.sql(
      `insert into review_item (team_id, mobile, to_number, provider, provider_id, body, doubt, received_at)
       select $1, '+1716557' || lpad(n::text, 4, '0'), '+17165550100', 'twilio', 'SMmany' || n, 'hm', 'hm', '2026-11-20T14:00:00Z'
       from generate_series(1, 70) n`,
      [world.teamId],
    );
    const { items, total } = await needs();
    assert.deepEqual([items.length, total], [50, 70]);
  });
});
