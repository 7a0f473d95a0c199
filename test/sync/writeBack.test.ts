import assert from 'node:assert/strict';
import { startWorker, type Worker } from '../../src/jobs/startWorker.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { optIn, optOut } from '../../src/sync/staffConsent.ts';
import { retryWriteBack } from '../../src/sync/retryWriteBack.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface Person {
  id: string;
  contact_id: string;
  mobile: string;
}

describe('an opt-out', () => {
  let bed: TestBed;
  let worker: Worker;
  let messages = 0;

  const text = (from: string, body: string, providerId = `SM${++messages}`) =>
    receiveMessage(bed.ctx, {
      provider: 'twilio',
      providerId,
      teamId: bed.teamId,
      from,
      to: '+17165550100',
      body,
      verdict: null,
    });
  const person = async (offset = 0): Promise<Person> =>
    (
      await bed.sql<Person>(
        'select id::text, contact_id, mobile from contact where not opted_out order by id offset $1 limit 1',
        [offset],
      )
    )[0]!;
  const optedOut = async (id: string): Promise<boolean> =>
    (await bed.sql<{ opted_out: boolean }>('select opted_out from contact where id = $1', [id]))[0]!.opted_out;
  const outbox = (id: string) =>
    bed.sql<{
      id: string;
      state: string;
      change: string;
      attempts: number;
      code: string | null;
      reason: string | null;
      read_back: string | null;
    }>('select id::text, state, change, attempts, code, reason, read_back from outbox where contact_id = $1 order by outbox.id', [
      id,
    ]);
  const lastState = async (id: string): Promise<string | undefined> => (await outbox(id)).at(-1)?.state;
  const inCrm = (contactId: string): unknown => bed.sandbox.record('Contact', contactId)!['SMS_Opt_Out__c'];

  beforeEach(async () => {
    bed = await createTestBed();
    await bed.run();
    worker = await startWorker(bed.ctx, { databaseUrl: bed.database.url, mongoUrl: null, mailer: null });
  });
  afterEach(async () => {
    await worker.stop();
    await bed.close();
  });

  it('by STOP is recorded at once and reaches the CRM record it came from', async () => {
    const one = await person();
    assert.deepEqual(await text(one.mobile, ' Stop. '), { verdict: 'stop', duplicate: false });
    assert.equal(await optedOut(one.id), true);
    await until(async () => (await lastState(one.id)) === 'confirmed');
    assert.equal(inCrm(one.contact_id), true);
  });

  it('counts once when the provider delivers the message twice', async () => {
    const one = await person();
    await text(one.mobile, 'STOP', 'SM-same');
    assert.deepEqual(await text(one.mobile, 'STOP', 'SM-same'), { verdict: 'stop', duplicate: true });
    assert.equal((await outbox(one.id)).length, 1);
  });

  it('is lifted by START, and both reach the CRM in their order', async () => {
    const one = await person();
    await text(one.mobile, 'STOP');
    await text(one.mobile, 'START');
    assert.equal(await optedOut(one.id), false);
    await until(async () => (await lastState(one.id)) === 'confirmed');
    assert.equal(inCrm(one.contact_id), false);
  });

  it('of a number nobody has is kept for the contact that comes with it later', async () => {
    await text('+17165559999', 'stop');
    const id = bed.sandbox.insert('Contact', {
      FirstName: 'Late',
      LastName: 'Comer',
      MobilePhone: '(716) 555-9999',
      Stage__c: 'Admitted',
      Entry_Term__c: 'Fall 2027',
      SMS_Opt_Out__c: false,
    });
    await bed.run();
    const [contact] = await bed.sql<{ id: string; opted_out: boolean; consent_cause: string }>(
      'select id::text, opted_out, consent_cause from contact where contact_id = $1',
      [id],
    );
    assert.deepEqual([contact!.opted_out, contact!.consent_cause], [true, 'stop_message']);
    await until(async () => (await lastState(contact!.id)) === 'confirmed');
    assert.equal(inCrm(id), true);
  });

  it('by staff is written back, and lifted by an admin with a reason', async () => {
    const one = await person();
    const by = { teamId: bed.teamId, contactId: one.id, actor: 'Dana Cole', cause: 'staff' } as const;
    await optOut(bed.ctx, { ...by, reason: 'Asked by phone.' });
    await until(() => inCrm(one.contact_id) === true);
    await assert.rejects(optOut(bed.ctx, { ...by, reason: 'Again.' }), { code: 'already_opted_out' });
    await optIn(bed.ctx, { ...by, reason: 'Asked to be texted again.', consentGiven: 'Signed form of Nov 3.' });
    await until(() => inCrm(one.contact_id) === false);
    assert.equal(await optedOut(one.id), false);
  });

  it('stands when an older state of the record is imported again', async () => {
    const one = await person();
    bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1000 });
    await text(one.mobile, 'STOP');
    await bed.run({ full: true });
    assert.equal(await optedOut(one.id), true);
    bed.sandbox.clearFaults();
    await retryWriteBack(bed.ctx, {
      teamId: bed.teamId,
      contactId: one.id,
      writeBackId: (await outbox(one.id))[0]!.id,
      actor: 'A test',
    });
    await until(() => inCrm(one.contact_id) === true);
    await bed.run({ full: true });
    assert.equal(await optedOut(one.id), true);
  });

  it('that the CRM lifts by hand after a STOP is kept, and shown as a conflict', async () => {
    const one = await person();
    await text(one.mobile, 'STOP');
    await until(async () => (await outbox(one.id))[0]?.read_back === 'verified');
    bed.sandbox.edit(
      'Contact',
      one.contact_id,
      { SMS_Opt_Out__c: false, FirstName: 'Renamed', Preferred_Name__c: null },
      new Date(Date.now() + 5000),
    );
    await bed.run();
    assert.equal(await optedOut(one.id), true);
    const [contact] = await bed.sql<{ first_name: string }>('select first_name from contact where id = $1', [one.id]);
    assert.equal(contact!.first_name, 'Renamed', 'the rest of the row is taken');
    const conflicts = await bed.sql<{ rule: string }>('select rule from consent_conflict where contact_id = $1', [
      one.id,
    ]);
    assert.deepEqual(conflicts.map((conflict) => conflict.rule), ['stop_stands']);
  });

  it('waits out a locked record, and sends the innocent ones of the same call', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'lock_row', times: 1 });
    const [first, second] = [await person(0), await person(1)];
    await Promise.all([text(first.mobile, 'STOP'), text(second.mobile, 'STOP')]);
    await until(
      async () => (await lastState(first.id)) === 'confirmed' && (await lastState(second.id)) === 'confirmed',
    );
    assert.deepEqual([inCrm(first.contact_id), inCrm(second.contact_id)], [true, true]);
  });

  it('that Salesforce’s own rule refuses becomes a dead letter with its words, and can be retried', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 1 });
    const one = await person();
    await text(one.mobile, 'STOP');
    await until(async () => (await lastState(one.id)) === 'dead');
    const [row] = await outbox(one.id);
    assert.ok(row!.reason, 'the CRM’s words are kept');
    assert.equal(await optedOut(one.id), true);
    await retryWriteBack(bed.ctx, { teamId: bed.teamId, contactId: one.id, writeBackId: row!.id, actor: 'A test' });
    await until(async () => (await lastState(one.id)) === 'confirmed');
    assert.equal(inCrm(one.contact_id), true);
  });

  it('waits while authorization is revoked, and goes out by itself when it is mended', async () => {
    bed.sandbox.expireAccessTokens();
    bed.sandbox.revokeAuthorization();
    const one = await person();
    await text(one.mobile, 'STOP');
    await until(async () => (await bed.sql('select 1 from connection where fault_code is not null')).length > 0);
    await until(async () => (await lastState(one.id)) === 'waiting');
    assert.equal(await optedOut(one.id), true);
  });

  it('survives its process: what was in flight when it died is sent when the lease ends', async () => {
    await worker.stop();
    const one = await person();
    await text(one.mobile, 'STOP');
    await bed.sql(
      `update outbox set state = 'in_flight', lease_owner = 'dead', lease_expires_at = now() - interval '1 second'`,
    );
    worker = await startWorker(bed.ctx, { databaseUrl: bed.database.url, mongoUrl: null, mailer: null });
    await until(() => inCrm(one.contact_id) === true);
  });

  it('leaves an append-only, chained proof', async () => {
    const one = await person();
    await text(one.mobile, 'STOP');
    await assert.rejects(bed.sql(`update consent_event set actor = 'nobody'`), /append-only/);
    await assert.rejects(bed.sql('delete from consent_event'), /append-only/);
    await assert.rejects(bed.sql('truncate consent_event'), /append-only/);
  });
});
