import assert from 'node:assert/strict';
import { addConflicts } from '../../src/db/conflicts.ts';
import { disconnect } from '../../src/sync/connections/disconnect.ts';
import { RequestError } from '../../src/sync/errors.ts';
import { sendConflicts } from '../../src/sync/sendConflicts.ts';
import { MAPPING } from '../support/testBed.ts';
import { numberOf, SmallOrg } from './smallOrg.ts';

interface ConflictRow {
  id: string;
  rule: string;
  crm_value: string;
  resolved_by: string | null;
}

describe('a conflict with the CRM', () => {
  let org: SmallOrg;
  beforeEach(async () => {
    org = await SmallOrg.open(3);
    await org.run();
  });
  afterEach(() => org.close());

  const conflicts = (): Promise<ConflictRow[]> =>
    org.bed.sql<ConflictRow>('select id::text, rule, crm_value, resolved_by from consent_conflict order by consent_conflict.id');
  const send = (...ids: readonly string[]): Promise<number> =>
    sendConflicts(org.bed.ctx, { teamId: org.bed.teamId, ids, actor: 'Dana Cole' });
  const refusal = (code: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof RequestError);
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  };

  /** A person says STOP, and somebody lifts it in the CRM; its other fields are edited as well. */
  async function liftedInCrm(person: number): Promise<void> {
    await org.text(numberOf(person), 'STOP');
    await org.send();
    org.edit(person, { SMS_Opt_Out__c: false, FirstName: 'Sam' });
    await org.run();
  }

  it('keeps the STOP, takes the other fields, and says what the field held', async () => {
    await liftedInCrm(0);
    const contact = await org.contact(0);
    assert.deepEqual([contact.opted_out, contact.first_name], [true, 'Sam']);
    assert.deepEqual(
      (await conflicts()).map(({ rule, crm_value: value, resolved_by: by }) => [rule, value, by]),
      [['stop_stands', 'opted in (“false”)', null]],
    );
  });

  it('is shown also when the row can’t be taken, because somebody else has its number', async () => {
    await org.text(numberOf(0), 'STOP');
    await org.send();
    // Two people whose numbers changed places, in rows that come in different pages.
    org.edit(0, { SMS_Opt_Out__c: false, MobilePhone: numberOf(1) });
    assert.equal((await org.run()).errors, 1);
    assert.equal((await org.contact(0)).opted_out, true);
    await org.run();
    const [one, ...more] = await conflicts();
    assert.deepEqual([one!.rule, one!.crm_value, one!.resolved_by], ['stop_stands', 'opted in (“false”)', null]);
    assert.deepEqual(more, [], 'a version of a record makes one');
    assert.equal(await send(one!.id), 1);
    await org.send();
    assert.equal(org.inCrm(0), true);
    await org.run();
    assert.deepEqual((await conflicts()).map(({ resolved_by: by }) => by), ['Dana Cole']);
  });

  it('of a row that would lift an opt-out and can’t be taken is shown until it is mended, which lifts it', async () => {
    org.edit(0, { SMS_Opt_Out__c: true });
    await org.run();
    org.edit(0, { SMS_Opt_Out__c: false, MobilePhone: '716' });
    assert.equal((await org.run()).errors, 1);
    assert.equal((await org.contact(0)).opted_out, true);
    assert.deepEqual((await conflicts()).map(({ rule, resolved_by: by }) => [rule, by]), [['row_not_taken', null]]);
    org.edit(0, { MobilePhone: numberOf(0) });
    await org.run();
    assert.equal((await org.contact(0)).opted_out, false);
    assert.deepEqual((await conflicts()).map(({ resolved_by: by }) => by), ['Salesforce']);
  });

  it('ends when our state is sent: the CRM has it, and no new event was made of it', async () => {
    await liftedInCrm(0);
    const events = await org.count('consent_event');
    const [one] = await conflicts();
    assert.equal(await send(one!.id), 1);
    await org.send();
    assert.equal(org.inCrm(0), true);
    assert.equal(await org.count('consent_event'), events);
    assert.equal((await conflicts())[0]!.resolved_by, 'Dana Cole');
    await org.run(true);
    assert.equal((await conflicts()).length, 1, 'our own write makes no other one');
    const [sent] = await org.bed.sql<{ cause: string }>(
      'select e.cause from outbox o join consent_event e on e.id = o.event_id order by o.id desc limit 1',
    );
    assert.equal(sent!.cause, 'stop_message', 'the event that decided it');
  });

  it('is sent once for a contact with several, and those that are settled are passed over', async () => {
    await liftedInCrm(0);
    org.edit(0, { LastName: 'Again' });
    await org.run();
    await liftedInCrm(1);
    const ids = (await conflicts()).map((one) => one.id);
    assert.equal(ids.length, 3);
    assert.equal(await send(...ids), 2);
    await assert.rejects(send(...ids), refusal('conflict_settled', /^Nothing was sent: the conflict does not stand/));
    await assert.rejects(send('x', '999'), refusal('conflict_settled', /somebody was quicker/));
  });

  it('ends by itself when the CRM says opted out in a newer version', async () => {
    await liftedInCrm(0);
    org.edit(0, { SMS_Opt_Out__c: true });
    await org.run();
    const [one] = await conflicts();
    assert.equal(one!.resolved_by, 'Salesforce');
    await assert.rejects(send(one!.id), refusal('conflict_settled', /The CRM agrees by now/));
  });

  it('ends also when the row that says opted out can’t be taken', async () => {
    await liftedInCrm(0);
    org.edit(0, { SMS_Opt_Out__c: true, MobilePhone: '716' });
    assert.equal((await org.run()).errors, 1);
    assert.equal((await conflicts())[0]!.resolved_by, 'Salesforce');
  });

  it('found by reading back ends when a version says opted out that is no older than the one read', async () => {
    await org.text(numberOf(0), 'STOP');
    await org.send();
    org.edit(0, { FirstName: 'Sam' });
    org.pass(2);
    const { teamId, connectionId } = org.bed;
    const now = org.bed.clock.now();
    await addConflicts(
      org.bed.ctx.dataSource.manager,
      { teamId, connectionId, runId: null, optOut: MAPPING.optOut, now },
      [{ contactId: Number((await org.contact(0)).id), rule: 'read_back_differs', said: false, crmModifiedAt: now }],
    );
    await org.run();
    assert.equal((await conflicts())[0]!.resolved_by, null, 'an older version proves nothing');
    org.edit(0, { FirstName: 'Kim' });
    await org.run();
    assert.equal((await conflicts())[0]!.resolved_by, 'Salesforce');
  });

  it('is moot, and stays so, once the person has said START', async () => {
    await liftedInCrm(0);
    await org.text(numberOf(0), 'START');
    const [one] = await conflicts();
    await assert.rejects(send(one!.id), refusal('conflict_settled', /does not stand any more/));
    await org.text(numberOf(0), 'STOP');
    await assert.rejects(send(one!.id), refusal('conflict_settled', /does not stand any more/));
  });

  it('can’t be sent where no preferences are exchanged, which is said with the connection’s name', async () => {
    await liftedInCrm(0);
    const [one] = await conflicts();
    await org.bed.sql('update import_config set opt_out = null');
    await assert.rejects(send(one!.id), refusal('conflict_unsendable', /^Nothing was sent: Salesforce’s import has no opt-out field/));
    const { teamId, connectionId } = org.bed;
    await disconnect(org.bed.ctx, { teamId, connectionId }, 'Salesforce');
    await assert.rejects(send(one!.id), refusal('conflict_unsendable', /^Nothing was sent: Salesforce was disconnected/));
    assert.equal((await conflicts())[0]!.resolved_by, null);
  });
});
