import assert from 'node:assert/strict';
import type { ConflictList, OptOutCounts } from '../../../src/http/schemas/optOuts.ts';
import { team } from '../../support/connectedServer.ts';
import { startOptOutServer, type OptOutServer } from './optOutServer.ts';

describe('conflicts over HTTP', () => {
  let at: OptOutServer;
  let maria = 0;
  before(async () => {
    at = await startOptOutServer();
  });
  after(() => at.close());
  beforeEach(async () => {
    await at.clear();
    maria = await at.contact('Maria Lopez', { mobile: '+17165550123' });
    await at.change({ contactId: maria, at: '2026-11-03T15:00:00Z', evidence: { message: 'Stop pls' } });
    await at.sql(`update outbox set state = 'confirmed', confirmed_at = created_at`);
  });

  const list = () => at.get<ConflictList>('/opt-outs/conflicts');

  it('shows both sides with their times, the newest of each contact', async () => {
    await at.conflict({ contactId: maria, at: '2026-11-08T15:00:00Z' });
    await at.conflict({ contactId: maria, at: '2026-11-09T15:00:00Z' });
    const sam = await at.contact('Sam Reed');
    await at.change({ contactId: sam, at: '2026-11-04T15:00:00Z', cause: 'staff', actor: 'Dana Cole', evidence: { reason: 'Phoned' } });
    await at.conflict({ contactId: sam, at: '2026-11-07T15:00:00Z', rule: 'staff_opt_out_stands' });
    const { items, total } = await list();
    assert.equal(total, 2);
    assert.deepEqual(
      items.map(({ whom, here, there, rule }) => [
        whom.name,
        here,
        there.connectionName,
        there.field,
        there.value,
        there.modifiedAt,
        rule,
      ]),
      [
        [
          'Sam Reed',
          { sentence: 'Opted out by Dana Cole: “Phoned”', since: '2026-11-04T15:00:00.000Z' },
          'Salesforce',
          'SMS_Opt_Out__c',
          'false',
          '2026-11-07T15:00:00.000Z',
          'the record had not changed since our opt-out was confirmed (consent rule 3)',
        ],
        [
          'Maria Lopez',
          { sentence: 'Opted out by text “Stop pls”, read as STOP', since: '2026-11-03T15:00:00.000Z' },
          'Salesforce',
          'SMS_Opt_Out__c',
          'false',
          '2026-11-09T15:00:00.000Z',
          'the STOP came from the contact, and only START or an admin’s written reason lifts it (consent rule 3)',
        ],
      ],
    );
  });

  it('sends our state again and is settled; a second click finds it so', async () => {
    await at.conflict({ contactId: maria, at: '2026-11-09T15:00:00Z' });
    const [conflict] = (await list()).items;
    assert.deepEqual(await at.post('/opt-outs/conflicts/send', { ids: [conflict!.id] }), { sent: 1 });
    assert.deepEqual(await list(), { items: [], total: 0 });
    const counts = await at.get<OptOutCounts>('/opt-outs');
    assert.deepEqual([counts.conflicts, counts.waitingOnCrm, counts.late], [0, 1, 0]);
    const again = await at.server.owner.call('POST', team('/opt-outs/conflicts/send'), { ids: [conflict!.id] });
    assert.deepEqual([again.status, again.body['code']], [409, 'conflict_settled']);
  });

  it('is none when the contact may be texted again', async () => {
    await at.conflict({ contactId: maria, at: '2026-11-09T15:00:00Z' });
    await at.change({ contactId: maria, at: '2026-11-10T15:00:00Z', change: 'opted_in', cause: 'start_message' });
    assert.deepEqual(await list(), { items: [], total: 0 });
    assert.equal((await at.get<OptOutCounts>('/opt-outs')).conflicts, 0);
  });

  it('is read by a viewer and sent by an admin', async () => {
    await at.conflict({ contactId: maria, at: '2026-11-09T15:00:00Z' });
    assert.equal((await at.viewer.call('GET', team('/opt-outs/conflicts'))).status, 200);
    const { items } = await list();
    const refused = await at.viewer.call('POST', team('/opt-outs/conflicts/send'), { ids: [items[0]!.id] });
    assert.deepEqual([refused.status, refused.body['code']], [403, 'read_only']);
  });
});
