import assert from 'node:assert/strict';
import { readMore, startPreview, stopPreviews } from '../../../src/sync/connections/preview.ts';
import { viewPreview } from '../../../src/sync/connections/viewPreview.ts';
import { RequestError } from '../../../src/sync/errors.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';
import { until } from '../../support/until.ts';

type View = Awaited<ReturnType<typeof viewPreview>>;

describe('reading on for a preview', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 2200, leads: 0, pageSizeRows: 200 } });
  });
  after(() => bed.close());
  afterEach(async () => {
    bed.sandbox.clearFaults();
    await stopPreviews(bed.ctx);
    await bed.sql('delete from source_seen');
    await bed.sql('delete from preview');
  });

  const ended = (id: string): Promise<View> =>
    until(async () => {
      const view = await viewPreview(bed.ctx, bed.teamId, id);
      return view.state === 'running' ? null : view;
    });
  const begin = async (): Promise<View> => {
    const id = await startPreview(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId }, 'Contact');
    const view = await ended(id);
    assert.deepEqual([view.state, view.rowsFetched, view.complete], ['finished', 1000, false], JSON.stringify(view.error));
    return view;
  };
  const more = async (id: string, all = false): Promise<View> => {
    await readMore(bed.ctx, { teamId: bed.teamId, previewId: id }, { all });
    return ended(id);
  };
  const refused = (code: string) => (error: unknown) => error instanceof RequestError && error.code === code;
  const seen = async (): Promise<number> => (await bed.sql('select 1 from source_seen')).length;

  it('adds part to part until every row is in, and says the same as the run that follows', async () => {
    const first = await begin();
    assert.equal(first.leftSource, null);
    const whole = await more(first.id);
    assert.equal(whole.complete, true);
    assert.equal(whole.rowsFetched, whole.sourceRows);
    assert.equal(whole.outcomes?.read, whole.sourceRows);
    assert.ok(whole.callsSpent > first.callsSpent);
    assert.equal(await seen(), 0, 'nothing is kept of what was met');
    assert.deepEqual(await bed.sql('select * from contact'), []);
    await assert.rejects(more(first.id), refused('preview_complete'));

    const { id } = await bed.run();
    const [run] = await bed.sql<Record<string, number>>('select * from run where id = $1', [id]);
    const { read, created, updated, unchanged, skipped, errors } = whole.outcomes!;
    const names = ['rows_read', 'created', 'updated', 'unchanged', 'skipped', 'errors', 'opt_outs_set'];
    assert.deepEqual(
      [read, created, updated, unchanged, skipped, errors, whole.optOutsSet],
      names.map((name) => run?.[name]),
    );
    const causes = await bed.sql<{ code: string; n: number }>(
      'select code, count(*)::int as n from row_issue where run_id = $1 group by code order by code',
      [id],
    );
    assert.deepEqual(
      whole.causes.map(({ code, count }) => [code, count]).sort(),
      causes.map(({ code, n }) => [code, n]),
    );
  });

  it('counts changes by field over the parts, and no record twice when it comes again', async () => {
    await bed.sql(`update contact set last_name = 'X' || last_name`);
    const first = await begin();
    const [again] = bed.sandbox.editSome('Contact', 'Texting_Fall_admits', 1);
    const whole = await more(first.id);
    const changed = (view: View): number => view.changesByField.find(({ field }) => field === 'Last name')?.changed ?? 0;
    const [{ n } = { n: 0 }] = await bed.sql<{ n: number }>('select count(*)::int as n from contact');
    assert.ok(changed(first) > 900);
    assert.equal(changed(whole), n, `${again} was counted once`);
    assert.equal(whole.outcomes?.read, whole.rowsFetched);
    assert.equal(whole.rowsFetched, first.sourceRows! + 1, 'the edited record came twice');
    assert.equal(whole.outcomes?.created, 0);
    assert.equal(whole.samples.filter(({ outcome }) => outcome === 'updated').length, 20);
    await bed.sql('update contact set last_name = substr(last_name, 2)');
  });

  it('refuses a second person for a number that an earlier part gave to somebody', async () => {
    const earlier = new Date('2020-01-01T00:00:00Z');
    const person = { Stage__c: 'Admitted', Entry_Term__c: 'Fall 2027', LastName: 'Twice', MobilePhone: '716-555-0199' };
    const one = bed.sandbox.insert('Contact', { ...person, FirstName: 'One' }, earlier);
    const two = bed.sandbox.insert('Contact', { ...person, FirstName: 'Two' });
    const first = await begin();
    assert.equal(first.outcomes?.created, 1);
    const whole = await more(first.id);
    assert.equal(whole.outcomes?.created, 1);
    const sample = whole.samples.find(({ recordId }) => recordId === two);
    assert.deepEqual([sample?.outcome, sample?.problem?.code], ['error', 'phone_taken']);
    for (const id of [one, two]) bed.sandbox.remove('Contact', id);
  });

  it('says who left the source, once every row was read', async () => {
    const people = await bed.sql<{ id: string; contact_id: string; name: string; mobile: string }>(
      `select id::text, contact_id, first_name || ' ' || last_name as name, mobile from contact order by id limit 60`,
    );
    for (const { contact_id: id } of people) bed.sandbox.edit('Contact', id, { Stage__c: 'Prospect' });
    const first = await begin();
    assert.deepEqual([first.leftSource, first.leftSamples], [null, []]);
    const whole = await more(first.id, true);
    assert.equal(whole.leftSource, 60);
    assert.deepEqual(
      whole.leftSamples,
      people.slice(0, 50).map(({ id, name, mobile }) => ({ id, name, mobile })),
    );
    assert.deepEqual(await bed.sql('select * from contact where left_source_at is not null'), []);
  });

  it('keeps what was read when the source fails, and goes on behind it', async () => {
    const first = await begin();
    bed.sandbox.addFault({ route: /\/query/, kind: 'daily_limit', times: 50 });
    const failed = await more(first.id, true);
    assert.equal(failed.state, 'failed');
    assert.ok(failed.error);
    assert.deepEqual(failed.outcomes, first.outcomes);
    bed.sandbox.clearFaults();
    const whole = await more(first.id, true);
    assert.deepEqual([whole.state, whole.error, whole.complete], ['finished', null, true]);
    assert.equal(whole.outcomes?.read, whole.sourceRows);
  });

  it('is one reader’s at a time; one that gave no sign of life is followed by another', async () => {
    const first = await begin();
    bed.sandbox.addFault({ route: /\/query/, kind: 'hang', times: 5 });
    await readMore(bed.ctx, { teamId: bed.teamId, previewId: first.id }, { all: true });
    await assert.rejects(more(first.id), refused('preview_busy'));
    await bed.sql(`update preview set active_at = active_at - interval '11 minutes'`);
    const lost = await viewPreview(bed.ctx, bed.teamId, first.id);
    assert.deepEqual([lost.state, lost.error?.code, lost.rowsFetched], ['failed', 'preview_stopped', 1000]);
    bed.sandbox.clearFaults();
    await readMore(bed.ctx, { teamId: bed.teamId, previewId: first.id }, { all: true });
    const whole = await until(async () => {
      const view = await viewPreview(bed.ctx, bed.teamId, first.id);
      return view.complete ? view : null;
    });
    assert.equal(whole.outcomes?.read, whole.sourceRows);
  });

  it('is refused when the settings were changed, the preview is another team’s, or nothing of it was read', async () => {
    const first = await begin();
    await bed.sql(`update import_config set opt_out = null`);
    await assert.rejects(more(first.id), refused('preview_outdated'));
    await assert.rejects(
      readMore(bed.ctx, { teamId: '00000000-0000-4000-8000-000000000000', previewId: first.id }, { all: false }),
      refused('preview_missing'),
    );
    bed.sandbox.addFault({ route: /\/query/, kind: 'daily_limit', times: 50 });
    const id = await startPreview(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId }, 'Contact');
    assert.equal((await ended(id)).state, 'failed');
    await assert.rejects(more(id), refused('preview_busy'));
  });

  it('stops when the source’s filter was changed in between', async () => {
    const first = await begin();
    bed.sandbox.setView('Contact', 'Texting_Fall_admits', { filter: `Stage__c = 'Admitted'` });
    const failed = await more(first.id);
    assert.deepEqual([failed.state, failed.error?.code], ['failed', 'SOURCE_CHANGED']);
    assert.deepEqual(failed.outcomes, first.outcomes);
  });
});
