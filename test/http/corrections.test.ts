import assert from 'node:assert/strict';
import type { ApiError, CorrectionStarted, Preview, RunDetails, RunSummary } from '../../src/http/schemas/index.ts';
import { DEFAULT_FILE_OPTIONS } from '../../src/domain/sourceFile.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';
import { until } from '../support/until.ts';

const FIELDS = {
  recordId: 'Id',
  firstName: 'First',
  firstNameFallback: null,
  lastName: 'Last',
  mobile: 'Mobile',
  userId: null,
  additional: [],
};
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('uploads of corrected rows', () => {
  let server: TestServer;
  let runId: string;
  before(async () => {
    server = await startTestServer();
    runId = await runWithErrors();
  });
  after(() => server.close());

  /** A run that is over, of a connection whose server is never asked. */
  async function runWithErrors(): Promise<string> {
    const { dataSource } = server.ctx;
    const json = JSON.stringify;
    const [row]: { id: string }[] = await dataSource.query(
      `with k as (
         insert into connection (team_id, connector, name, settings, account_id, writes_back)
         values ($1, 'ftp', 'Campus SFTP', $2, 'SHA256:abc', false) returning id
       ), i as (
         insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, source_kind, fields,
           file_options, source_definition)
         select id, 'Contact', $1, 'on', '/in/Stu', 'Students', 'File', $3, $4, '/in/Stu' from k
       ), f as (
         insert into source_file (team_id, connection_id, record_type, folder, name, size, modified_at, state, steady_since,
           seen_at, staged)
         select $1, id, 'Contact', '/in', 'Stu “1”.csv', 9, now(), 'disposed', now(), now(), $5 from k returning id
       )
       insert into run (team_id, connection_id, record_type, kind, state, started_by, settings, errors, rows_read, queued_at, due_at,
         finished_at, file_id)
       select $1, k.id, 'Contact', 'full', 'completed_with_errors', 'A test', $6, 1, 1, now(), now(), now(), f.id from k, f
       returning id`,
      [
        server.teamId,
        json({ protocol: 'sftp', host: '127.0.0.1', port: 1, username: 'rollcall', method: 'password' }),
        json(FIELDS),
        json(DEFAULT_FILE_OPTIONS),
        json({ headers: ['Id', 'Last'], ignoredColumns: [], rows: 1, blankLines: 0, encoding: 'utf-8', samples: [], notes: [] }),
        json({ sourceId: '/in/Stu', sourceName: 'Students', fields: FIELDS, optOut: null, lookBackMinutes: 0, files: DEFAULT_FILE_OPTIONS }),
      ],
    );
    await dataSource.query(
      `insert into row_issue (run_id, row_no, seq, kind, record_id, name, code, message, line_no, cells)
       values ($1, 1, 0, 'error', '7', 'Lee', 'first_name_missing', 'First name is empty.', 2, '["7", "+Lee"]')`,
      [row!.id],
    );
    return row!.id;
  }

  const at = (tail: string): string => `/api/teams/admissions${tail}`;
  const upload = async <T>(id: string, body: string) => {
    const answer = await fetch(server.url + at(`/runs/${id}/corrections?name=errors.csv`), {
      method: 'POST',
      headers: {
        'content-type': 'text/csv',
        'sec-fetch-site': 'same-origin',
        cookie: server.owner.cookie(),
        'x-csrf-token': server.owner.csrfToken(),
      },
      body,
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };

  it('begin with the rows in error as the file had them', async () => {
    const { headers, text } = await server.owner.call('GET', at(`/runs/${runId}/rows.csv?kind=error`));
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="errors_Stu _1_.csv"; filename*=UTF-8''errors_Stu%20%E2%80%9C1%E2%80%9D.csv`,
    );
    assert.match(text, /^\ufeff?"Id","Last","Line","Status","Errors"\r\n"7","'\+Lee","2","Error","First name is empty\."\r\n$/);
    const others = await server.owner.call('GET', at(`/runs/${runId}/rows.csv?kind=skipped`));
    assert.match(others.text, /^\ufeff?"Row","Contact ID"/);
  });

  it('become a preview, and a run when it was looked at', async () => {
    const started = await upload<CorrectionStarted>(runId, 'Id,First,Last,Mobile\n7,Kim,Lee,7165550107\n\n');
    assert.deepEqual([started.status, started.body.rows], [202, 1], JSON.stringify(started.body));
    const { previewId } = started.body;
    const preview = await until(async () => {
      const { body } = await server.owner.call<Preview>('GET', at(`/previews/${previewId}`));
      return body.state !== 'running' && body;
    });
    assert.deepEqual([preview.corrects, preview.outcomes?.created, preview.file?.uploaded], [runId, 1, true]);
    const { status, body: run } = await server.owner.call<RunSummary>('POST', at(`/previews/${previewId}/run`), {});
    assert.deepEqual([status, run.state], [202, 'queued']);
    const { body: details } = await server.owner.call<RunDetails>('GET', at(`/runs/${run.id}`));
    assert.deepEqual([details.corrects, details.file?.name], [runId, 'errors.csv']);
  });

  it('are refused in a sentence when they are too large, or belong to nothing', async () => {
    const large = await upload<ApiError>(runId, 'x'.repeat(5_000_001));
    assert.deepEqual([large.status, large.body.code], [413, 'request_too_large']);
    assert.match(large.body.message, /5 MB/);
    assert.equal((await upload<ApiError>(NOBODY, 'Id\n')).body.code, 'run_missing');
    const missing = await server.owner.call<ApiError>('POST', at(`/previews/${NOBODY}/run`), {});
    assert.deepEqual([missing.status, missing.body.code], [404, 'preview_missing']);
  });
});
