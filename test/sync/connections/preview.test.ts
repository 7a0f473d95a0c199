import assert from 'node:assert/strict';
import { receiveMessage } from '../../../src/sync/receiveMessages.ts';
import { startPreview, stopPreviews } from '../../../src/sync/connections/preview.ts';
import { viewPreview } from '../../../src/sync/connections/viewPreview.ts';
import { createTestBed, MAPPING, type TestBed } from '../../support/testBed.ts';
import { until } from '../../support/until.ts';

describe('a preview', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({
      sandbox: { contacts: 500, leads: 0, pageSizeRows: 200 },
      mapping: { ...MAPPING, fields: { ...MAPPING.fields, userId: 'Advisor_User_ID__c' } },
    });
  });
  after(async () => {
    await stopPreviews(bed.ctx);
    await bed.close();
  });

  const start = (): Promise<string> =>
    startPreview(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId }, 'Contact');
  const ended = (id: string) =>
    until(async () => {
      const preview = await viewPreview(bed.ctx, bed.teamId, id);
      return preview.state === 'running' ? null : preview;
    });

  it('reads several pages and adds them up', async () => {
    const preview = await ended(await start());
    assert.equal(preview.state, 'finished', JSON.stringify(preview.error));
    assert.equal(preview.complete, true);
    assert.equal(preview.rowsFetched, preview.outcomes?.read);
    assert.ok(preview.rowsFetched > 200);
    assert.ok(preview.callsSpent >= 2);
  });

  it('refuses User IDs that nobody has, and assigns people by name once somebody has', async () => {
    const refused = await ended(await start());
    const ids = new Set(
      refused.samples.flatMap(({ problem }) => (problem?.code === 'staff_unknown' ? [problem.value] : [])),
    );
    assert.ok(ids.size > 0);
    for (const staffId of ids) {
      await bed.sql(
        `with u as (insert into app_user (email, name) values ($1 || '@example.edu', 'Advisor ' || $1) returning id)
         insert into team_member (team_id, user_id, role, staff_id) select $2, id, 'viewer', $1 from u`,
        [staffId, bed.teamId],
      );
    }
    const taken = await ended(await start());
    assert.ok((taken.outcomes?.errors ?? 0) < (refused.outcomes?.errors ?? 0));
  });

  it('says the same as the run that follows', async () => {
    const preview = await ended(await start());
    const { id } = await bed.run();
    const [run] = await bed.sql<Record<string, number>>('select * from run where id = $1', [id]);
    const { read, created, updated, unchanged, skipped, errors } = preview.outcomes!;
    assert.deepEqual(
      [read, created, updated, unchanged, skipped, errors, preview.optOutsSet],
      [
        run?.['rows_read'],
        run?.['created'],
        run?.['updated'],
        run?.['unchanged'],
        run?.['skipped'],
        run?.['errors'],
        run?.['opt_outs_set'],
      ],
    );
    const causes = await bed.sql<{ code: string; n: number }>(
      'select code, count(*)::int as n from row_issue where run_id = $1 group by code order by code',
      [id],
    );
    assert.deepEqual(
      preview.causes.map(({ code, count }) => [code, count]).sort(),
      causes.map(({ code, n }) => [code, n]),
    );
  });

  it('shows whose opt-in would not be applied', async () => {
    const [person] = await bed.sql<{ id: number; record_id: string; mobile: string }>(
      'select id, record_id, mobile from contact where not opted_out and mobile is not null order by id limit 1',
    );
    await receiveMessage(bed.ctx, {
      teamId: bed.teamId,
      provider: 'twilio',
      providerId: `SM${'e'.repeat(32)}`,
      from: person!.mobile,
      to: '+17165550100',
      body: 'STOP',
      verdict: null,
    });
    bed.sandbox.edit('Contact', person!.record_id, { FirstName: 'Edited' });
    const preview = await ended(await start());
    assert.equal(preview.optInsNotApplied, 1);
    const kept = preview.samples.filter(({ optInNotApplied }) => optInNotApplied);
    assert.deepEqual(
      kept.map(({ recordId, optedOut }) => [recordId, optedOut]),
      [[person!.record_id, true]],
    );
  });

  it('tells assignments by name', async () => {
    await bed.sql('update contact set assigned_to = null');
    const preview = await ended(await start());
    assert.ok(preview.assignmentsChanged > 0);
    const change = preview.changesByField.find(({ field }) => field === 'Assigned to');
    assert.equal(change?.before, null);
    assert.match(change?.after ?? '', /^Advisor /);
  });

  it('leaves no trace in what it looked at', async () => {
    const tables = [
      'contact',
      'consent_event',
      'consent_chain',
      'number_stop',
      'outbox',
      'row_issue',
      'consent_conflict',
    ];
    const contents = async (): Promise<unknown> =>
      Promise.all(tables.map((name) => bed.sql(`select * from ${name} order by 1, 2`)));
    const before = await contents();
    await ended(await start());
    assert.deepEqual(await contents(), before);
  });

  it('ends with a reason when the service stops, and lets it stop', async () => {
    bed.sandbox.addFault({ route: /\/query/, kind: 'hang', times: 5 });
    const id = await start();
    await until(() => bed.sandbox.calls.byRoute['GET /query'] !== undefined || bed.sandbox.calls.total > 0);
    await stopPreviews(bed.ctx);
    bed.sandbox.clearFaults();
    const preview = await viewPreview(bed.ctx, bed.teamId, id);
    assert.deepEqual([preview.state, preview.error?.code], ['failed', 'preview_stopped']);
  });

  it('is told as failed when its process died', async () => {
    const [row] = await bed.sql<{ id: string }>(
      `insert into preview (team_id, connection_id, record_type, source_name, state, created_at)
       values ($1, $2, 'Contact', 'x', 'running', now() - interval '11 minutes') returning id`,
      [bed.teamId, bed.connectionId],
    );
    const preview = await viewPreview(bed.ctx, bed.teamId, row!.id);
    assert.deepEqual([preview.state, preview.error?.code], ['failed', 'preview_stopped']);
  });

  it('names the fault of its connection', async () => {
    bed.sandbox.revokeAuthorization();
    const preview = await ended(await start());
    assert.deepEqual([preview.state, preview.error?.code], ['failed', 'AUTH_REVOKED']);
    const [connection] = await bed.sql<{ fault_code: string }>('select fault_code from connection');
    assert.equal(connection?.fault_code, 'AUTH_REVOKED');
  });
});
