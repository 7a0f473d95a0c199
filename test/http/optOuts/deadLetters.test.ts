import assert from 'node:assert/strict';
import type { DeadLetterGroups, DeadLetterState, OptOutCounts } from '../../../src/http/schemas/optOuts.ts';
import { team } from '../../support/connectedServer.ts';
import { startOptOutServer, type OptOutServer } from './optOutServer.ts';

const LOCKED = { code: 'ENTITY_IS_LOCKED', reason: 'the record is locked' };
const RULE = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', reason: 'Phone is required.' };

describe('dead letters over HTTP', () => {
  let at: OptOutServer;
  before(async () => {
    at = await startOptOutServer();
  });
  after(() => at.close());
  beforeEach(() => at.clear());

  async function dead(name: string, day: string, why: { code: string; reason: string }): Promise<number> {
    const contactId = await at.contact(name);
    await at.change({ contactId, at: `2026-11-${day}T15:00:00Z` });
    const [row] = await at
      .sql(
        `update outbox set state = 'dead', died_at = created_at, attempts = 2, code = $2, reason = $3, remedy = 'Mend it.'
         where contact_id = $1 and state = 'waiting' returning id`,
        [contactId, why.code, why.reason],
      )
      .then(([rows]) => rows as unknown as { id: number }[]);
    return row!.id;
  }
  const list = () => at.get<DeadLetterGroups>('/opt-outs/dead-letters');

  it('come by cause, the one with the oldest first, with whom, why, what to do, and by when', async () => {
    await dead('Sam Reed', '12', RULE);
    await dead('Maria Lopez', '10', LOCKED);
    await dead('Ana Silva', '16', LOCKED);
    await dead('Bo Cole', '11', { ...RULE, reason: 'Last name is required.' });
    const { groups, total } = await list();
    assert.equal(total, 4);
    assert.deepEqual(
      groups.map(({ title, reason, remedy, count, connectionName, items }) => [
        title,
        reason,
        remedy,
        count,
        connectionName,
        items.map(({ whom, due, writeBack }) => [whom.name, due?.day, writeBack.state, writeBack.tries]),
      ]),
      [
        [
          'Record in approval',
          'the record is locked',
          'Mend it.',
          2,
          'Salesforce',
          [
            ['Maria Lopez', '2026-11-25', 'failed', 2],
            ['Ana Silva', '2026-12-01', 'failed', 2],
          ],
        ],
        ['Refused by a rule', 'Last name is required.', 'Mend it.', 1, 'Salesforce', [['Bo Cole', '2026-11-25', 'failed', 2]]],
        ['Refused by a rule', 'Phone is required.', 'Mend it.', 1, 'Salesforce', [['Sam Reed', '2026-11-27', 'failed', 2]]],
      ],
    );
    assert.equal(new Set(groups.map(({ key }) => key)).size, 3);
  });

  it('shows at most 50 of a cause and counts all; an opt-in has no clock', async () => {
    const contactId = await at.contact('Many Times');
    await at.change({ contactId, at: '2026-11-10T15:00:00Z' });
    await at.sql(
      `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at, code, reason)
       select team_id, contact_id, connection_id, record_type, 'r' || n, 'opted_in', event_id, 'dead', due_at,
         created_at + n * interval '1 second', 'X', 'because' from outbox cross join generate_series(1, 120) n`,
    );
    const { groups, total } = await list();
    assert.deepEqual(
      groups.map(({ count, items }) => [count, items.length, items[0]?.due]),
      [[120, 50, null]],
    );
    assert.equal(total, 120);
  });

  it('are sent again one by one or a whole cause, and followed', async () => {
    const first = await dead('Sam Reed', '12', RULE);
    const second = await dead('Maria Lopez', '10', LOCKED);
    const third = await dead('Ana Silva', '16', LOCKED);
    const { groups } = await list();
    assert.deepEqual(await at.post('/opt-outs/dead-letters/retry', { group: groups[0]!.key }), { retried: 2 });
    for (const id of [second, third]) {
      const { writeBack } = await at.get<DeadLetterState>(`/opt-outs/dead-letters/${id}`);
      assert.equal(writeBack.state, 'waiting');
    }
    assert.equal((await list()).total, 1);
    assert.deepEqual(await at.post('/opt-outs/dead-letters/retry', { ids: [String(first), String(second), '99999999'] }), {
      retried: 1,
    });
    await at.sql(
      `update outbox set state = 'confirmed', confirmed_at = $2, read_back = 'verified', read_back_at = $2 where id = $1`,
      [first, '2026-11-20T15:00:02Z'],
    );
    const { writeBack } = await at.get<DeadLetterState>(`/opt-outs/dead-letters/${first}`);
    assert.deepEqual([writeBack.state, writeBack.verifiedAt], ['verified', '2026-11-20T15:00:02.000Z']);
  });

  it('are marked as handled with a note, which stays with the write-back', async () => {
    const id = await dead('Sam Reed', '12', RULE);
    const empty = await at.server.owner.call('POST', team(`/opt-outs/dead-letters/${id}/handled`), { note: '     ' });
    assert.deepEqual([empty.status, empty.body['code']], [422, 'note_refused']);
    assert.equal((await at.get<OptOutCounts>('/opt-outs')).deadLetters, 1);
    const { writeBack } = await at.post<DeadLetterState>(`/opt-outs/dead-letters/${id}/handled`, {
      note: ' Ticked the box by hand. ',
    });
    assert.deepEqual(
      [writeBack.state, writeBack.handledBy, writeBack.handledNote],
      ['handled', 'dana.cole', 'Ticked the box by hand.'],
    );
    assert.deepEqual(await list(), { groups: [], total: 0 });
    const again = await at.server.owner.call('POST', team(`/opt-outs/dead-letters/${id}/handled`), { note: 'Once more' });
    assert.deepEqual([again.status, again.body['code']], [409, 'write_back_done']);
  });

  it('are read by a viewer and changed by an admin; those of another team are not there', async () => {
    const id = await dead('Sam Reed', '12', RULE);
    assert.equal((await at.viewer.call('GET', team('/opt-outs/dead-letters'))).status, 200);
    for (const [path, body] of [
      ['/opt-outs/dead-letters/retry', { ids: [String(id)] }],
      [`/opt-outs/dead-letters/${id}/handled`, { note: 'By hand' }],
    ] as const) {
      const refused = await at.viewer.call('POST', team(path), body);
      assert.deepEqual([refused.status, refused.body['code']], [403, 'read_only']);
    }
    assert.ok((await at.server.owner.call('POST', '/api/teams', { name: 'Housing' })).status < 300);
    const other = (path: string, body?: unknown) =>
      at.server.owner.call(body ? 'POST' : 'GET', `/api/teams/housing${path}`, body);
    assert.equal((await other(`/opt-outs/dead-letters/${id}`)).status, 404);
    assert.equal((await other('/opt-outs/dead-letters/nonsense')).status, 404);
    assert.equal((await other(`/opt-outs/dead-letters/${id}/handled`, { note: 'By hand' })).status, 404);
    assert.deepEqual((await other('/opt-outs/dead-letters/retry', { ids: [String(id)] })).body, { retried: 0 });
    const { groups } = await list();
    assert.deepEqual((await other('/opt-outs/dead-letters/retry', { group: groups[0]!.key })).body, { retried: 0 });
    assert.equal((await list()).total, 1);
  });
});
