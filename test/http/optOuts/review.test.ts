import assert from 'node:assert/strict';
import type { ContactDetails } from '../../../src/http/schemas/contacts.ts';
import type { OptOutCounts, ReviewQueue, WaitingList } from '../../../src/http/schemas/optOuts.ts';
import { team } from '../../support/connectedServer.ts';
import { startOptOutServer, type OptOutServer } from './optOutServer.ts';

const MARIA = '+17165550123';

describe('the review queue over HTTP', () => {
  let at: OptOutServer;
  let maria = 0;
  before(async () => {
    at = await startOptOutServer();
  });
  after(() => at.close());
  beforeEach(async () => {
    await at.clear();
    maria = await at.contact('Maria Lopez', { mobile: MARIA });
  });

  it('shows a message exactly as received, why it is there, and what came before it', async () => {
    for (const [day, body] of [
      ['01', 'hello'],
      ['02', 'When is the deadline?'],
      ['03', 'thanks'],
      ['04', 'ok  <b>'],
      ['19', 'of another day'],
    ] as const)
      await at.message({ from: MARIA, at: `2026-11-${day}T15:00:00Z`, body });
    await at.message({ from: '+17165559999', at: '2026-11-05T15:00:00Z', body: 'somebody else' });
    await at.doubt({ contactId: maria, mobile: MARIA, at: '2026-11-18T15:04:00Z', body: ' leave me\nalone ' });
    await at.doubt({ mobile: '+17165559999', at: '2026-11-10T15:00:00Z', body: 'wrong person?' });

    const queue = await at.get<ReviewQueue>('/opt-outs/review');
    assert.equal(queue.total, 2);
    assert.deepEqual(
      queue.items.map(({ id: _id, ...item }) => item),
      [
        {
          whom: { contactId: null, name: null, mobile: '+17165559999', mobileShown: '1-716-555-9999' },
          message: 'wrong person?',
          toNumber: '+17165550100',
          toNumberShown: '1-716-555-0100',
          receivedAt: '2026-11-10T15:00:00.000Z',
          easternTime: 'Nov 10, 2026, 10:00 AM ET',
          why: 'It may be a wish to get no more messages.',
          due: { day: '2026-11-25', businessDaysLeft: 4, late: false },
          before: [{ message: 'somebody else', receivedAt: '2026-11-05T15:00:00.000Z' }],
        },
        {
          whom: { contactId: String(maria), name: 'Maria Lopez', mobile: MARIA, mobileShown: '1-716-555-0123' },
          message: ' leave me\nalone ',
          toNumber: '+17165550100',
          toNumberShown: '1-716-555-0100',
          receivedAt: '2026-11-18T15:04:00.000Z',
          easternTime: 'Nov 18, 2026, 10:04 AM ET',
          why: 'It may be a wish to get no more messages.',
          due: { day: '2026-12-03', businessDaysLeft: 9, late: false },
          before: [
            { message: 'ok  <b>', receivedAt: '2026-11-04T15:00:00.000Z' },
            { message: 'thanks', receivedAt: '2026-11-03T15:00:00.000Z' },
            { message: 'When is the deadline?', receivedAt: '2026-11-02T15:00:00.000Z' },
          ],
        },
      ],
    );
  });

  it('opts out with one decision, from when the message came, and everything waits for the CRM then', async () => {
    const id = await at.doubt({ contactId: maria, mobile: MARIA, at: '2026-11-18T15:04:00Z', body: 'leave me alone' });
    const paused = await at.get<ContactDetails>(`/contacts/${maria}`);
    assert.equal(paused.texting, 'paused');
    assert.deepEqual(paused.review, {
      id: String(id),
      message: 'leave me alone',
      receivedAt: '2026-11-18T15:04:00.000Z',
    });

    await at.post(`/opt-outs/review/${id}`, { decision: 'opt_out' });
    assert.deepEqual(await at.get<ReviewQueue>('/opt-outs/review'), { items: [], total: 0 });
    const { items, counts } = await at.get<WaitingList>('/opt-outs/waiting');
    assert.deepEqual(
      items.map(({ whom, since, waitsFor, said }) => [whom.name, since, waitsFor, said]),
      [
        [
          'Maria Lopez',
          '2026-11-18T15:04:00.000Z',
          'crm',
          'Texted “leave me alone”; dana.cole decided that it means STOP',
        ],
      ],
    );
    assert.deepEqual([counts.needsPerson, counts.waitingOnCrm, counts.review], [0, 1, 0]);
    assert.equal((await at.get<ContactDetails>(`/contacts/${maria}`)).texting, 'opted_out');

    const again = await at.server.owner.call('POST', team(`/opt-outs/review/${id}`), { decision: 'keep' });
    assert.deepEqual([again.status, again.body['code']], [409, 'review_decided']);
  });

  it('keeps opted in, and texting goes on', async () => {
    const id = await at.doubt({ contactId: maria, mobile: MARIA, at: '2026-11-18T15:04:00Z', body: 'stop by at 5?' });
    await at.post(`/opt-outs/review/${id}`, { decision: 'keep' });
    assert.equal((await at.get<ContactDetails>(`/contacts/${maria}`)).texting, 'opted_in');
    const counts = await at.get<OptOutCounts>('/opt-outs');
    assert.deepEqual([counts.waiting, counts.needsPerson], [0, 0]);
  });

  it('is read by a viewer and decided by an admin; items of another team are not there', async () => {
    const id = await at.doubt({ contactId: maria, mobile: MARIA, at: '2026-11-18T15:04:00Z', body: 'leave me alone' });
    assert.equal((await at.viewer.call('GET', team('/opt-outs/review'))).status, 200);
    const refused = await at.viewer.call('POST', team(`/opt-outs/review/${id}`), { decision: 'opt_out' });
    assert.deepEqual([refused.status, refused.body['code']], [403, 'read_only']);
    const other = await at.server.owner.call('POST', '/api/teams', { name: 'Housing' });
    assert.ok(other.status < 300, other.text);
    for (const missing of [`/api/teams/housing/opt-outs/review/${id}`, team('/opt-outs/review/0'), team('/opt-outs/review/x')]) {
      const answer = await at.server.owner.call('POST', missing, { decision: 'opt_out' });
      assert.deepEqual([answer.status, answer.body['code']], [404, 'review_missing'], missing);
    }
    assert.deepEqual(
      (await at.server.owner.call<ReviewQueue>('GET', '/api/teams/housing/opt-outs/review')).body.items,
      [],
    );
  });
});
