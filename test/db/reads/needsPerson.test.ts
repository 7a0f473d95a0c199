import assert from 'node:assert/strict';
import { readOverview } from '../../../src/db/reads/overview.ts';
import { readContact } from '../../../src/db/reads/contactDetails.ts';
import { receiveMessage } from '../../../src/sync/receiveMessages.ts';
import { disconnect } from '../../../src/sync/connections/disconnect.ts';
import { recordMissedWindows } from '../../../src/sync/missedWindows.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';

describe('what needs a person', () => {
  let bed: TestBed;
  let person = { id: '', mobile: '', record_id: '' };
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 120, leads: 0 } });
    await bed.run();
    [person] = (await bed.sql<typeof person>(
      'select id::text, mobile, record_id from contact where not opted_out order by id limit 1',
    )) as [typeof person];
    // Rows to mend are told by another test.
    await bed.sql(`update run set state = 'succeeded'`);
  });
  after(() => bed.close());

  const needs = async (): Promise<[string, string][]> => {
    const { needsPerson, needsPersonTotal } = await readOverview(
      bed.ctx.dataSource.manager,
      bed.teamId,
      bed.clock.now(),
    );
    assert.equal(needsPersonTotal, needsPerson.length);
    return needsPerson.map(({ kind, link }) => [kind, link]);
  };

  it('is nothing when all is done', async () => {
    assert.deepEqual(await needs(), []);
  });

  it('is a refused write-back, with a way to the dead letters, until it is retried or the connection ends', async () => {
    await receiveMessage(bed.ctx, {
      provider: 'twilio',
      providerId: 'SM1',
      teamId: bed.teamId,
      from: person.mobile,
      to: '+17165550100',
      body: 'STOP',
      verdict: null,
    });
    assert.deepEqual(await needs(), []);
    await bed.sql(
      `update outbox set state = 'dead', code = 'ENTITY_IS_LOCKED', reason = 'entity is locked', remedy = 'Unlock it.'`,
    );
    assert.deepEqual(await needs(), [['dead_letter', '/opt-outs/dead-letters']]);
    await bed.sql(`update outbox set state = 'confirmed', confirmed_at = now(), crm_confirmed_at = now()`);
    assert.deepEqual(await needs(), []);
  });

  it('is a conflict: one line for a contact, in its place in the timeline', async () => {
    const [event] = await bed.sql<{ id: number }>('select id from consent_event order by id desc limit 1');
    assert.ok(event);
    for (const day of [20, 21]) {
      await bed.sql(
        `insert into consent_conflict (team_id, contact_id, connection_id, at, field, crm_value, crm_modified_at, rule)
         values ($1, $2, $3, now(), 'SMS_Opt_Out__c', 'opted in', $4, 'stop_stands')`,
        [bed.teamId, person.id, bed.connectionId, `2026-11-${day}T10:00:00Z`],
      );
    }
    assert.deepEqual(await needs(), [['conflict', '/opt-outs/conflicts']]);
    const contact = await readContact(bed.ctx.dataSource.manager, bed.teamId, person.id);
    assert.deepEqual(
      contact?.timeline.map(({ kind }) => kind),
      ['conflict', 'conflict', 'event'],
    );
    assert.match(
      contact?.timeline[0]?.sentence ?? '',
      /^Salesforce said opted in; kept opted out, because the STOP came from/,
    );
    await bed.sql('update consent_conflict set resolved_at = now()');
    assert.deepEqual(await needs(), []);
  });

  it('is a window that was missed, until the import has run again', async () => {
    const at = (instant: string): void => void (bed.clock.now = () => new Date(instant));
    await bed.sql(`update import_config set windows = '{morning,evening}', windows_since = '2027-03-01T12:00:00Z'`);
    at('2027-03-01T17:05:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await needs(), [['missed_window', `/integrations/${bed.connectionId}/history`]]);
    await bed.sql('update connection set schedule_paused = true');
    assert.deepEqual(await needs(), []);
    await bed.sql('update connection set schedule_paused = false');
    await bed.sql(
      `insert into run (team_id, connection_id, record_type, kind, state, started_by, settings, queued_at, due_at, finished_at)
       values ($1, $2, 'Contact', 'incremental', 'succeeded', 'Dana', '{}', $3, $3, $3)`,
      [bed.teamId, bed.connectionId, bed.clock.now()],
    );
    assert.deepEqual(await needs(), []);
    bed.clock.now = () => new Date();
  });

  it('is no longer anything of a connection that was ended, but the contact still says what was not sent', async () => {
    await bed.sql(`update outbox set state = 'waiting'`);
    await disconnect(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId }, 'salesforce');
    assert.deepEqual(await needs(), []);
    const contact = await readContact(bed.ctx.dataSource.manager, bed.teamId, person.id);
    assert.deepEqual(
      contact?.writeBacks.map(({ state, code }) => [state, code]),
      [['failed', 'DISCONNECTED']],
    );
    assert.equal(contact?.texting, 'opted_out');
  });
});
