import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eachReportLine, type ReportLine } from '../../../src/db/reads/optOuts/report.ts';
import type { OptOutReport } from '../../../src/http/schemas/optOuts.ts';
import { team } from '../../support/connectedServer.ts';
import { startOptOutServer, type OptOutServer } from './optOutServer.ts';

const HEADER = '\ufeff"FirstName","LastName","ContactId","TeamCode","MobileNumber","Status","StatusDate"\r\n';

describe('the report of opt-out changes over HTTP', () => {
  let at: OptOutServer;
  let maria = 0;
  before(async () => {
    at = await startOptOutServer();
    maria = await at.contact('Maria Lopez', { mobile: '+17165550123' });
    await at.sql(`update contact set first_name = '=Maria "M"' where id = $1`, [maria]);
    const change = (contactId: number | null, when: string, more: object = {}) =>
      at.change({ contactId, at: when, mobile: '+17165550123', ...more });
    // The days around the change of clocks, which in 2026 is on November 1 at 2 AM.
    await change(maria, '2026-11-01T03:59:59.999Z');
    await change(maria, '2026-11-01T04:00:00Z', { change: 'opted_in', cause: 'start_message' });
    await change(maria, '2026-11-02T04:59:59.999Z');
    await change(maria, '2026-11-02T05:00:00Z', { change: 'opted_in', cause: 'start_message' });
    await change(null, '2026-11-03T19:14:09Z', { mobile: '+17165559999' });
  });
  after(() => at.close());

  const csv = (from: string, to: string) =>
    at.server.owner.call('GET', team(`/opt-outs/report.csv?from=${from}&to=${to}`));

  it('has Eastern days, both included, and the columns and signs a spreadsheet takes', async () => {
    const day = await csv('2026-11-01', '2026-11-01');
    assert.equal(day.status, 200);
    assert.equal(
      day.headers.get('content-disposition'),
      'attachment; filename="opt-out-changes-2026-11-01-2026-11-01.csv"',
    );
    assert.equal(day.headers.get('content-type'), 'text/csv; charset=utf-8');
    const bytes = await fetch(`${at.server.url}${team('/opt-outs/report.csv?from=2026-11-01&to=2026-11-01')}`, {
      headers: { cookie: at.server.owner.cookie() },
    }).then((answer) => answer.bytes());
    const [{ contact_id: id } = { contact_id: '' }] = await at.sql<{ contact_id: string }>(
      'select contact_id from contact where id = $1',
      [maria],
    );
    const line = (status: string, date: string): string =>
      `"'=Maria ""M""","Lopez","${id}","admissions","1-716-555-0123","${status}","${date}"\r\n`;
    assert.equal(
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
      HEADER + line('Opted in', '2026-11-01 04:00:00') + line('Opted out', '2026-11-02 04:59:59'),
    );
  });

  it('has empty names for a number that nobody is known to have', async () => {
    const { text } = await csv('2026-11-03', '2026-11-03');
    assert.match(text, /\r\n"","","","admissions","1-716-555-9999","Opted out","2026-11-03 19:14:09"\r\n$/);
  });

  it('is a header and nothing else when nothing changed', async () => {
    const { status, text } = await csv('2026-09-01', '2026-09-30');
    assert.deepEqual([status, text.replace(/^\ufeff/, '')], [200, HEADER.slice(1)]);
    const report = await at.get<OptOutReport>('/opt-outs/report?from=2026-09-01&to=2026-09-30');
    assert.deepEqual(report, { from: '2026-09-01', to: '2026-09-30', total: 0, sample: [] });
  });

  it('shows the newest first before it is downloaded', async () => {
    const { total, sample } = await at.get<OptOutReport>('/opt-outs/report?from=2026-10-31&to=2026-11-20');
    assert.equal(total, 5);
    assert.deepEqual(
      sample.map(({ status, statusDate, mobileNumber }) => [status, statusDate, mobileNumber]),
      [
        ['Opted out', '2026-11-03 19:14:09', '1-716-555-9999'],
        ['Opted in', '2026-11-02 05:00:00', '1-716-555-0123'],
        ['Opted out', '2026-11-02 04:59:59', '1-716-555-0123'],
        ['Opted in', '2026-11-01 04:00:00', '1-716-555-0123'],
        ['Opted out', '2026-11-01 03:59:59', '1-716-555-0123'],
      ],
    );
  });

  it('says in one sentence which day it can’t read', async () => {
    for (const [from, to, words] of [
      ['2026-02-30', '2026-03-01', '“2026-02-30” is no calendar day. Write it as year, month and day: 2026-11-01.'],
      ['11/01/2026', '2026-03-01', '“11/01/2026” is no calendar day. Write it as year, month and day: 2026-11-01.'],
      ['2026-11-01', '', '“” is no calendar day. Write it as year, month and day: 2026-11-01.'],
      ['0000-01-01', '2026-03-01', '“0000-01-01” is no calendar day. Write it as year, month and day: 2026-11-01.'],
      [
        '2026-11-20',
        '2026-11-01',
        'The report would end on 2026-11-01, before it begins on 2026-11-20. Exchange the two days.',
      ],
    ]) {
      for (const path of ['/opt-outs/report', '/opt-outs/report.csv']) {
        const query = new URLSearchParams({ from: from!, to: to! }).toString();
        const answer = await at.server.owner.call('GET', team(`${path}?${query}`));
        assert.deepEqual([answer.status, answer.body['code'], answer.body['message']], [422, 'days_refused', words]);
      }
    }
    assert.equal((await at.server.owner.call('GET', team('/opt-outs/report?from=2026-11-01'))).status, 400);
  });

  it('is read by a viewer', async () => {
    assert.equal((await at.viewer.call('GET', team('/opt-outs/report.csv?from=2026-11-01&to=2026-11-02'))).status, 200);
  });

  it('has every change once, in order, whatever the size of its pages', async () => {
    const db = at.server.database.dataSource.manager;
    const read = async (pageSizeRows: number): Promise<ReportLine[]> => {
      const range = { from: '2026-10-01', to: '2026-11-20' };
      const lines: ReportLine[] = [];
      for await (const page of eachReportLine(db, { id: at.teamId, slug: 'admissions' }, range, pageSizeRows)) {
        assert.ok(page.length > 0 && page.length <= pageSizeRows);
        lines.push(...page);
      }
      return lines;
    };
    for (let n = 0; n < 30; n += 1)
      await at.change({ contactId: null, at: `2026-10-0${1 + (n % 3)}T15:00:00Z`, mobile: '+17165559999' });
    const whole = await read(5000);
    assert.equal(whole.length, 35);
    assert.deepEqual(
      whole.map(({ statusDate }) => statusDate),
      whole.map(({ statusDate }) => statusDate).toSorted(),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 36 }), async (size) => assert.deepEqual(await read(size), whole)),
      { numRuns: 12 },
    );
  });
});
