import assert from 'node:assert/strict';
import { countRepairs } from '../../../src/db/reads/optOuts/drift.ts';
import { readDriftNeeds } from '../../../src/db/reads/optOuts/driftNeeds.ts';
import { optIn, optOut } from '../../../src/sync/staffConsent.ts';
import { repairAudit, type Repaired } from '../../../src/sync/drift/repairAudit.ts';
import { startAudit } from '../../../src/sync/drift/startAudit.ts';
import { RequestError } from '../../../src/sync/errors.ts';
import { createAuditBed, LONG_AGO, type AuditBed, type LinkedContact } from './auditBed.ts';

describe('repairing what a drift audit found', () => {
  let bed: AuditBed;
  beforeEach(async () => {
    bed = await createAuditBed();
    await bed.run();
  });
  afterEach(() => bed.close());

  const reason = 'Asked at the desk.';
  const staff = ({ id }: LinkedContact) => ({
    teamId: bed.teamId,
    contactId: String(id),
    actor: 'Dana',
    cause: 'staff' as const,
    reason,
  });
  const outHereOnly = async (who: LinkedContact): Promise<void> => {
    await optOut(bed.ctx, staff(who));
    await bed.sql(`update outbox set state = 'dead', code = 'REFUSED' where state = 'waiting'`);
  };
  const repair = (auditId: string, actor = 'Dana Cole'): Promise<Repaired> =>
    repairAudit(bed.ctx, { teamId: bed.teamId, auditId, actor });
  const contact = async ({ id }: LinkedContact) =>
    (
      await bed.sql<{ opted_out: boolean; consent_cause: string; source_modified_at: Date; source_opted_out: boolean }>(
        'select opted_out, consent_cause, source_modified_at, source_opted_out from contact where id = $1',
        [id],
      )
    )[0]!;

  it('sends our opt-outs again and records the CRM’s, once', async () => {
    const [here, there] = (await bed.linked(2)) as [LinkedContact, LinkedContact];
    await outHereOnly(here);
    bed.editLate(there.recordId, true);
    // So that the late version is not older than the one that was taken in.
    await bed.sql('update contact set source_modified_at = $1', [new Date(LONG_AGO.getTime() - 60_000)]);
    const auditId = await bed.audit();
    const db = bed.database.dataSource.manager;
    assert.deepEqual(await countRepairs(db, auditId), { write: 1, record: 1 });
    const [need] = (await readDriftNeeds(db, bed.teamId)).items;
    assert.equal(
      need!.sentence,
      'Salesforce: the drift audit found 1 contact opted out only here and 1 contact opted out only there.',
    );
    assert.equal(need!.link, `/opt-outs/drift/${auditId}`);

    assert.deepEqual(await repair(auditId), { written: 1, recorded: 1, passedOver: 0 });
    const rows = await bed.sql(
      `select o.state, o.change, e.actor from outbox o join consent_event e on e.id = o.event_id
       where o.contact_id = $1 order by o.id`,
      [here.id],
    );
    assert.deepEqual(rows, [
      { state: 'superseded', change: 'opted_out', actor: 'Dana' },
      { state: 'waiting', change: 'opted_out', actor: 'Dana' },
    ]);
    assert.deepEqual(await contact(there), {
      opted_out: true,
      consent_cause: 'import',
      source_modified_at: LONG_AGO,
      source_opted_out: true,
    });
    const [event] = await bed.sql<{ change: string; cause: string; actor: string; evidence: object }>(
      'select change, cause, actor, evidence from consent_event where contact_id = $1',
      [there.id],
    );
    assert.deepEqual(event, {
      change: 'opted_out',
      cause: 'import',
      actor: 'Dana Cole',
      evidence: { auditId, field: 'SMS_Opt_Out__c', recordModifiedAt: LONG_AGO.toISOString() },
    });
    const written = await bed.sql('select 1 from outbox where contact_id = $1', [there.id]);
    assert.deepEqual(written, [], 'the CRM knows its own word');

    const before = await bed.sql('select xmin::text, id from contact order by id');
    assert.deepEqual(await repair(auditId, 'Somebody else'), { written: 0, recorded: 0, passedOver: 0 });
    assert.deepEqual(await bed.sql('select xmin::text, id from contact order by id'), before);
    assert.equal((await bed.row(auditId)).repaired_by, 'Dana Cole');
    assert.deepEqual(await countRepairs(db, auditId), { write: 0, record: 0 });
    assert.deepEqual((await readDriftNeeds(db, bed.teamId)).items, []);
  });

  it('does each thing once when two people click together', async () => {
    const people = await bed.linked(6);
    await bed.sql('update contact set source_modified_at = $1', [new Date(LONG_AGO.getTime() - 60_000)]);
    for (const one of people.slice(0, 3)) await outHereOnly(one);
    for (const one of people.slice(3)) bed.editLate(one.recordId, true);
    const auditId = await bed.audit();
    const [first, second] = await Promise.all([repair(auditId), repair(auditId)]);
    assert.deepEqual(
      { written: first.written + second.written, recorded: first.recorded + second.recorded },
      { written: 3, recorded: 3 },
    );
    const [events] = await bed.sql<{ n: number }>(
      `select count(*)::int as n from consent_event where evidence->>'auditId' = $1`,
      [auditId],
    );
    assert.equal(events!.n, 3);
  });

  it('passes over whoever changed since, and lifts nobody', async () => {
    const [lifted, resent, optedOut, asked, moved] = (await bed.linked(5)) as [
      LinkedContact,
      LinkedContact,
      LinkedContact,
      LinkedContact,
      LinkedContact,
    ];
    await bed.sql('update contact set source_modified_at = $1', [new Date(LONG_AGO.getTime() - 60_000)]);
    for (const one of [lifted, resent]) await outHereOnly(one);
    for (const one of [optedOut, asked, moved]) bed.editLate(one.recordId, true);
    const auditId = await bed.audit();
    assert.equal((await bed.row(auditId)).out_here_only, 2);

    const consentGiven = 'In writing, on paper.';
    await optIn(bed.ctx, { ...staff(lifted), consentGiven });
    await bed.sql(`update outbox set state = 'waiting' where contact_id = $1`, [resent.id]);
    await optOut(bed.ctx, staff(optedOut));
    await optOut(bed.ctx, staff(asked));
    await optIn(bed.ctx, { ...staff(asked), consentGiven });
    await bed.sql(`update contact set source_modified_at = now() where id = $1`, [moved.id]);
    const stood = await bed.sql('select id, opted_out, consent_cause from contact order by id');
    const ledger = await bed.sql('select id from consent_event order by id');

    const db = bed.database.dataSource.manager;
    assert.deepEqual(await countRepairs(db, auditId), { write: 0, record: 0 });
    assert.deepEqual(await repair(auditId), { written: 0, recorded: 0, passedOver: 5 });
    assert.deepEqual(await bed.sql('select id, opted_out, consent_cause from contact order by id'), stood);
    assert.deepEqual(await bed.sql('select id from consent_event order by id'), ledger);
  });

  it('keeps a STOP that comes at the same moment as the person’s own word', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [person] = await bed.linked(1);
      await bed.sql('update contact set source_modified_at = $1 where id = $2', [
        new Date(LONG_AGO.getTime() - 60_000),
        person!.id,
      ]);
      bed.editLate(person!.recordId, true);
      const auditId = await bed.audit();
      const stop = optOut(bed.ctx, staff(person!)).catch((error: unknown) => {
        assert.ok(error instanceof RequestError && error.code === 'already_opted_out', String(error));
      });
      await Promise.all(round % 2 === 0 ? [stop, repair(auditId)] : [repair(auditId), stop]);
      const { opted_out: isOut } = await contact(person!);
      const changes = await bed.sql('select change from consent_event where contact_id = $1', [person!.id]);
      assert.deepEqual([isOut, changes], [true, [{ change: 'opted_out' }]]);
    }
  });

  it('sends our opt-out after a dead opt-in that the CRM’s newer word overrules', async () => {
    const [person] = await bed.linked(1);
    const long = new Date(LONG_AGO.getTime() - 86_400_000);
    bed.clock.now = () => long;
    await optOut(bed.ctx, staff(person!));
    await optIn(bed.ctx, { ...staff(person!), consentGiven: 'In writing.' });
    await bed.sql(`update outbox set state = 'dead' where state = 'waiting'`);
    await bed.sql('update contact set source_modified_at = $1', [long]);
    bed.clock.now = () => new Date();
    bed.editLate(person!.recordId, true);
    const auditId = await bed.audit();
    assert.deepEqual(await repair(auditId), { written: 0, recorded: 1, passedOver: 0 });
    const [newest] = await bed.sql('select change, state from outbox where contact_id = $1 order by id desc limit 1', [
      person!.id,
    ]);
    assert.deepEqual(newest, { change: 'opted_out', state: 'waiting' });
  });

  it('waits until the audit is over, and knows those of the team alone', async () => {
    const refused = (auditId: string, teamId = bed.teamId): Promise<string> =>
      repairAudit(bed.ctx, { teamId, auditId, actor: 'Dana' }).then(
        () => 'done',
        (error: unknown) => (error as RequestError).code,
      );
    const { teamId, connectionId } = bed;
    const auditId = await startAudit(bed.ctx, { teamId, connectionId, startedBy: 'A test' });
    assert.equal(await refused(auditId), 'audit_running');
    await bed.workOn(auditId);
    assert.equal(await refused(auditId, connectionId), 'audit_missing');
    assert.equal(await refused('nonsense'), 'audit_missing');
    assert.equal(await refused(connectionId), 'audit_missing');
    assert.equal(await refused(auditId), 'done');
  });
});
