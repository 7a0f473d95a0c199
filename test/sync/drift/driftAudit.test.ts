import assert from 'node:assert/strict';
import { optOut } from '../../../src/sync/staffConsent.ts';
import { cleanUp } from '../../../src/sync/cleanUp.ts';
import { createAuditBed, type AuditBed, type LinkedContact } from './auditBed.ts';

describe('a drift audit', () => {
  let bed: AuditBed;
  const open = async (...made: Parameters<typeof createAuditBed>): Promise<void> => {
    bed = await createAuditBed(...made);
    await bed.run();
    bed.sandbox.resetCalls();
  };
  afterEach(() => bed.close());

  const staffOptOut = ({ id }: LinkedContact): Promise<void> =>
    optOut(bed.ctx, { teamId: bed.teamId, contactId: String(id), actor: 'Dana', cause: 'staff', reason: 'Asked.' });
  const kill = (): Promise<unknown> => bed.sql(`update outbox set state = 'dead' where state = 'waiting'`);
  const count = async (): Promise<number> =>
    (await bed.sql<{ n: number }>('select count(*)::int as n from contact'))[0]!.n;

  it('finds that both sides agree, in one call, which is counted', async () => {
    await open();
    const before = (await bed.sql<{ calls: number }>('select sum(calls)::int as calls from call_count'))[0]!.calls;
    const id = await bed.audit();
    const audit = await bed.row(id);
    const all = await count();
    assert.deepEqual(
      [audit.state, audit.total, audit.compared, audit.agree, audit.calls_forecast, audit.calls_spent],
      ['finished', all, all, all, 1, 1],
    );
    assert.equal(bed.sandbox.calls.counted, 1);
    const [day] = await bed.sql<{ calls: number }>('select sum(calls)::int as calls from call_count');
    assert.equal(day!.calls, before + 1);
    assert.deepEqual(await bed.items(id), []);
    assert.deepEqual(bed.logged, []);
  });

  it('tells each kind of disagreement, whom it is about and what the CRM said', async () => {
    await open();
    const people = await bed.linked(5);
    const [here, there, gone, sent, unchanged] = people as [
      LinkedContact,
      LinkedContact,
      LinkedContact,
      LinkedContact,
      LinkedContact,
    ];
    await staffOptOut(here);
    await kill();
    bed.editLate(there.recordId, true);
    bed.sandbox.remove('Contact', gone.recordId);
    await staffOptOut(sent);
    const id = await bed.audit();
    const audit = await bed.row(id);
    assert.deepEqual(
      [audit.out_here_only, audit.out_there_only, audit.gone, audit.on_the_way, audit.unreadable],
      [1, 1, 1, 1, 0],
    );
    assert.equal(audit.agree, audit.compared - 4);
    assert.deepEqual(
      await bed.items(id),
      [
        ['out_here_only', here.recordId],
        ['out_there_only', there.recordId],
        ['gone', gone.recordId],
      ].sort((a, b) => (a[1]! < b[1]! ? -1 : 1)),
    );
    const [item] = await bed.sql(
      `select crm_value, record_type, contact_id from drift_item where kind = 'out_there_only'`,
    );
    assert.deepEqual(item, { crm_value: 'true', record_type: 'Contact', contact_id: there.id });
    assert.ok(!(await bed.items(id)).some(([, record]) => record === unchanged.recordId));
  });

  it('counts values that the mapping does not know', async () => {
    await open();
    await bed.sql('update import_config set opt_out = $1', [
      JSON.stringify({
        kind: 'picklist',
        field: 'Texting_Consent__c',
        optedInValue: 'None of them has this',
        optedOutValue: 'Nor this',
        empty: 'keep',
      }),
    ]);
    const id = await bed.audit();
    const audit = await bed.row(id);
    assert.ok(audit.unreadable > 0);
    assert.equal((await bed.items(id)).filter(([kind]) => kind === 'unreadable').length, audit.unreadable);
  });

  it('says that a change is on its way which the next import brings, and only then', async () => {
    await open();
    await bed.sql(`update import_config set windows = '{morning}'`);
    const [soon, late] = await bed.linked(2);
    bed.sandbox.edit('Contact', soon!.recordId, { SMS_Opt_Out__c: true });
    bed.editLate(late!.recordId, true);
    const id = await bed.audit();
    assert.equal((await bed.row(id)).on_the_way, 1);
    assert.deepEqual(await bed.items(id), [['out_there_only', late!.recordId]]);
    await bed.sql(`update import_config set windows = '{}'`);
    assert.equal((await bed.row(await bed.audit())).out_there_only, 2, 'nothing brings it by itself any more');
  });

  it('has nothing to ask where nobody is linked', async () => {
    bed = await createAuditBed();
    const audit = await bed.row(await bed.audit());
    assert.deepEqual([audit.state, audit.compared, audit.calls_spent, audit.calls_forecast], ['finished', 0, 0, 0]);
    assert.equal(bed.sandbox.calls.total, 0);
  });

  it('takes two calls for 2,001 contacts, and one more for the first lead', async () => {
    await open({ contacts: 2100, leads: 3 });
    await bed.sql(
      'delete from contact where id in (select id from contact order by record_id offset 2001)',
    );
    const [last] = await bed.sql<{ record_id: string }>('select max(record_id) as record_id from contact');
    bed.editLate(last!.record_id, true);
    const audit = await bed.row(await bed.audit());
    assert.deepEqual(
      [audit.compared, audit.calls_forecast, audit.calls_spent, bed.sandbox.calls.counted],
      [2001, 2, 2, 2],
    );
    assert.equal(audit.out_there_only, 1);

    const [lead] = bed.sandbox.find('Lead', (record) => record['SMS_Opt_Out__c'] === true || true, 1);
    const leadId = String(lead!['Id']);
    bed.sandbox.edit('Lead', leadId, { SMS_Opt_Out__c: true });
    await bed.sql(
      `insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, fields, opt_out)
       select connection_id, 'Lead', team_id, state, source_id, source_name, fields, opt_out from import_config`,
    );
    await bed.sql(
      `insert into contact (team_id, contact_id, first_name, last_name, connection_id, record_type, record_id, created_at, changed_at)
       values ($1, $3, 'Lee', 'Lead', $2, 'Lead', $3, now(), now())`,
      [bed.teamId, bed.connectionId, leadId],
    );
    const both = await bed.audit();
    const second = await bed.row(both);
    assert.deepEqual([second.compared, second.calls_forecast, second.calls_spent], [2002, 3, 3]);
    assert.deepEqual(await bed.items(both), [
      ['out_there_only', last!.record_id],
      ['out_there_only', leadId],
    ]);
  });

  it('compares with the state of the moment: what changes while the CRM answers is no drift', async () => {
    await open();
    const [stopped, imported] = await bed.linked(2);
    bed.editLate(imported!.recordId, true);
    bed.afterReading = async () => {
      bed.afterReading = null;
      await staffOptOut(stopped!);
      await kill();
      // As an import does that takes in the CRM’s opt-out.
      await bed.sql(
        `update contact set opted_out = true, consent_cause = 'import', consent_at = now(), source_modified_at = now() where id = $1`,
        [imported!.id],
      );
    };
    const id = await bed.audit();
    const audit = await bed.row(id);
    assert.deepEqual([audit.on_the_way, audit.out_here_only, audit.out_there_only], [1, 0, 0]);
    assert.deepEqual(await bed.items(id), []);
  });

  it('says that a write-back was on its way which arrived behind the reading', async () => {
    await open();
    const [person] = await bed.linked(1);
    await staffOptOut(person!);
    bed.afterReading = async () => {
      await bed.sql(`update outbox set state = 'confirmed', confirmed_at = now(), crm_confirmed_at = now()`);
    };
    assert.equal((await bed.row(await bed.audit())).on_the_way, 1);
    bed.afterReading = null;
    // Nothing waits any more, and the CRM still says otherwise: that is drift.
    assert.equal((await bed.row(await bed.audit())).out_here_only, 1);
  });

  it('keeps the contacts of a report for 90 days and the report for a year', async () => {
    await open();
    const [person] = await bed.linked(1);
    bed.editLate(person!.recordId, true);
    const id = await bed.audit();
    const ended = Date.now();
    const after = async (days: number): Promise<[number, boolean]> => {
      bed.clock.now = () => new Date(ended + days * 86_400_000);
      await cleanUp(bed.ctx);
      return [(await bed.items(id)).length, (await bed.row(id)) !== undefined];
    };
    assert.deepEqual(await after(89), [1, true]);
    assert.deepEqual(await after(91), [0, true]);
    assert.deepEqual(await after(364), [0, true]);
    assert.deepEqual(await after(366), [0, false]);
  });
});
