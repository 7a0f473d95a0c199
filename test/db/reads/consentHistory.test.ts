import assert from 'node:assert/strict';
import { readContact } from '../../../src/db/reads/contactDetails.ts';
import { readEvidence } from '../../../src/db/reads/evidence.ts';
import { receiveMessage } from '../../../src/sync/receiveMessages.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';

describe('a STOP from a number that nobody was known to have', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 60, leads: 0 } });
  });
  after(() => bed.close());

  it('is in the history and the evidence of the contact that turns up with it', async () => {
    await bed.run();
    const [person] = await bed.sql<{ id: number; mobile: string }>(
      'select id, mobile from contact where not opted_out order by id limit 1',
    );
    assert.ok(person);
    await bed.sql('delete from row_issue');
    await bed.sql('delete from contact');
    await bed.sql('delete from outbox');
    await receiveMessage(bed.ctx, {
      provider: 'twilio',
      providerId: 'SM9',
      teamId: bed.teamId,
      from: person.mobile,
      to: '+17165550100',
      body: 'leave me alone, stop',
      verdict: 'stop',
    });
    await bed.run({ full: true });
    const [again] = await bed.sql<{ id: number }>('select id from contact where mobile = $1', [person.mobile]);
    const contact = await readContact(bed.ctx.dataSource.manager, bed.teamId, String(again?.id));
    assert.equal(contact?.texting, 'opted_out');
    assert.match(contact?.band ?? '', /texted “leave me alone, stop” to 1-716-555-0100 on /);
    assert.match(contact?.lift ?? '', /^Only a START from/);
    assert.deepEqual(
      contact?.timeline.filter(({ kind }) => kind === 'event').map(({ sentence }) => sentence),
      ['Opted out: this number had texted STOP before', 'Opted out by text “leave me alone, stop”, read as STOP by the provider'],
    );
    const team = { id: bed.teamId, name: 'Riverside' };
    const evidence = await readEvidence(bed.ctx.dataSource.manager, team, String(again?.id), new Date());
    assert.deepEqual(
      evidence?.events.map(({ evidence: facts }) => facts.providerId ?? facts.rule),
      ['SM9', 'number_stopped'],
    );
    assert.equal(evidence?.chain.whole, true);
  });
});
