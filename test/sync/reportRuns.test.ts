import assert from 'node:assert/strict';
import type { FieldMapping } from '../../src/domain/mappingTypes.ts';
import { readRunDetails } from '../../src/db/reads/runDetails.ts';
import { answerRun } from '../../src/sync/answerRun.ts';
import { saveImport } from '../../src/sync/connections/saveImport.ts';
import { readSourceFields, searchSources } from '../../src/sync/connections/sources.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

interface RunRow {
  state: string;
  kind: string;
  hold: string | null;
  hold_code: string | null;
  due_at: Date;
  rows_read: number;
  created: number;
  errors: number;
  watermark_after: Date | null;
}

const HOUR_MS = 3_600_000;

describe('a run of a Report', () => {
  let bed: TestBed;
  let report = '';
  /** How far the clocks of the org and the service are ahead. */
  let shiftMs = 0;
  beforeEach(async () => {
    shiftMs = 0;
    const now = (): Date => new Date(Date.now() + shiftMs);
    bed = await createTestBed({
      sandbox: { contacts: 5000, leads: 0, hourlyReportRuns: 3, hourlyAsyncReportRuns: 0, now },
    });
    bed.clock.now = now;
    const search = { recordType: 'Contact', kind: 'Report', query: 'Everybody with time', offset: 0 } as const;
    report = (await searchSources(bed.ctx, key(), search)).sources[0]!.id;
    const { suggestion } = await readSourceFields(bed.ctx, key(), 'Contact', report);
    const fields = { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields } as FieldMapping;
    const change = { source: { id: report }, fields, optOut: suggestion.optOut };
    await saveImport(bed.ctx, key(), 'Contact', { version: 1, ...change });
  });
  afterEach(() => bed.close());

  const key = () => ({ teamId: bed.teamId, connectionId: bed.connectionId });
  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;

  it('waits when the org’s hourly runs are used up, and goes on from its place', async () => {
    const { id, end } = await bed.run();
    assert.equal(end, 'given_back');
    const run = await runRow(id);
    assert.deepEqual([run.hold, run.hold_code, run.kind], ['limit', 'REPORT_LIMIT', 'full']);
    assert.ok(run.rows_read < 5000 && run.due_at > bed.clock.now());
    let next = run;
    for (let times = 0; next.state === 'queued' && times < 5; times++) {
      shiftMs += next.due_at.getTime() - bed.clock.now().getTime() + 1;
      await bed.work(id);
      next = await runRow(id);
    }
    assert.deepEqual([next.hold, next.created + next.errors], [null, 5000]);
    assert.ok(next.watermark_after);
  });

  it('asks when its filter was changed, and reads what was accepted', async () => {
    shiftMs += HOUR_MS;
    assert.equal((await bed.run()).end, 'ended');
    shiftMs += HOUR_MS;
    bed.sandbox.changeReport(report, { filters: [{ column: 'Contact.Stage__c', operator: 'equals', value: 'Admitted' }] });
    const { id, end } = await bed.run();
    assert.equal(end, 'given_back');
    const { question } = (await readRunDetails(bed.ctx.dataSource.manager, bed.teamId, id))!;
    assert.deepEqual([question?.kind, question?.before.count], ['source_changed', 5000]);
    assert.match(question!.after.filter, /Admitted/);
    await answerRun(bed.ctx, { teamId: bed.teamId, runId: id, answer: 'import', actor: 'Dana Cole' });
    shiftMs += HOUR_MS;
    assert.equal(await bed.work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.kind, run.rows_read], ['full', question!.after.count]);
  });
});
