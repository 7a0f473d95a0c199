import assert from 'node:assert/strict';
import { makeSalesforce } from '../../../connectors/salesforce/index.ts';
import { TUNING } from '../../../connectors/salesforce/tuning.ts';
import type { FieldMapping } from '../../../src/domain/mappingTypes.ts';
import type { SyncContext } from '../../../src/sync/context.ts';
import { readMore, startPreview, stopPreviews } from '../../../src/sync/connections/preview.ts';
import { saveImport } from '../../../src/sync/connections/saveImport.ts';
import { readSourceFields, searchSources } from '../../../src/sync/connections/sources.ts';
import { viewPreview } from '../../../src/sync/connections/viewPreview.ts';
import { runImport } from '../../../src/sync/runImport.ts';
import { startRun } from '../../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';
import { until } from '../../support/until.ts';

interface RunRow {
  kind: string;
  rows_read: number;
  created: number;
  left_source: number;
}

type View = Awaited<ReturnType<typeof viewPreview>>;

describe('previews and sweeps', () => {
  let bed: TestBed;
  let ctx: SyncContext;
  afterEach(async () => {
    await stopPreviews(ctx);
    await bed.close();
  });

  const key = () => ({ teamId: bed.teamId, connectionId: bed.connectionId });
  const ended = (id: string): Promise<View> =>
    until(
      async () => {
        const view = await viewPreview(ctx, bed.teamId, id);
        return view.state === 'running' ? null : view;
      },
      { withinMs: 40_000 },
    );
  const preview = async (): Promise<View> => ended(await startPreview(ctx, key(), 'Contact'));
  const rest = async (id: string): Promise<View> => {
    await readMore(ctx, { teamId: bed.teamId, previewId: id }, { all: true });
    return ended(id);
  };
  const run = async (sweep: boolean): Promise<RunRow> => {
    const id = await startRun(ctx, { ...key(), recordType: 'Contact', full: false, sweep, startedBy: 'A test' });
    const stopping = new AbortController().signal;
    assert.equal(await runImport(ctx, id, { owner: `test ${id}`, leaseMs: 30_000, stopping }), 'ended');
    return (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;
  };

  it('of a Report say the same, also who is no longer in it', async () => {
    bed = await createTestBed({ sandbox: { contacts: 1500, leads: 0 } });
    ctx = bed.ctx;
    const search = { recordType: 'Contact', kind: 'Report', query: 'Everybody with time', offset: 0 } as const;
    const [source] = (await searchSources(ctx, key(), search)).sources;
    const { suggestion } = await readSourceFields(ctx, key(), 'Contact', source!.id);
    const fields = { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields } as FieldMapping;
    await saveImport(ctx, key(), 'Contact', {
      version: 1,
      source: { id: source!.id },
      fields,
      optOut: suggestion.optOut,
    });
    const first = await preview();
    assert.deepEqual([first.state, first.complete, first.rowsFetched, first.leftSource], ['finished', true, 1500, 0]);
    const imported = await run(false);
    assert.equal(imported.created, first.outcomes?.created);

    const gone = await bed.sql<{ contact_id: string }>('select contact_id from contact order by contact_id limit 3');
    for (const { contact_id: id } of gone) bed.sandbox.remove('Contact', id);
    assert.equal((await preview()).leftSource, 3);
    const swept = await run(true);
    assert.deepEqual([swept.kind, swept.rows_read, swept.left_source], ['sweep', 1497, 3]);
    assert.equal((await preview()).leftSource, 0, 'those who have left already are not told again');
  });

  it('of a List View large enough for a bulk job read pages, and start none; a sweep may', async () => {
    bed = await createTestBed({ sandbox: { contacts: 3000, leads: 0, pageSizeRows: 200 } });
    const bulk = makeSalesforce({ ...TUNING, bulkAbove: 1000, bulkPageRows: 1000, pageRows: 300, firstPollMs: 5 });
    ctx = { ...bed.ctx, connectors: new Map([['salesforce', bulk]]) };
    const size = bed.sandbox.count('Contact', 'Texting_Fall_admits');
    const first = await preview();
    assert.deepEqual([first.state, first.rowsFetched, first.sourceRows], ['finished', 1000, size]);
    const whole = await rest(first.id);
    assert.deepEqual([whole.complete, whole.outcomes?.read], [true, size]);
    const jobs = (): number =>
      Object.entries(bed.sandbox.calls.byRoute).reduce((n, [route, calls]) => (/jobs/.test(route) ? n + calls : n), 0);
    assert.equal(jobs(), 0);

    const imported = await run(false);
    assert.deepEqual([imported.created, imported.rows_read], [whole.outcomes?.created, size]);
    const [someone] = await bed.sql<{ contact_id: string }>('select contact_id from contact limit 1');
    bed.sandbox.edit('Contact', someone!.contact_id, { Stage__c: 'Prospect' });
    const before = jobs();
    const swept = await run(true);
    assert.ok(jobs() > before, 'through a bulk job');
    assert.deepEqual([swept.kind, swept.rows_read, swept.left_source], ['sweep', size - 1, 1]);
  });
});
