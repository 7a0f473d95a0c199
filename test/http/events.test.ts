import assert from 'node:assert/strict';
import { notifyLive, type LiveNotice } from '../../src/db/live.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';
import { until } from '../support/until.ts';

interface Stream {
  readonly status: number;
  readonly contentType: string;
  /** Complete frames so far. */
  frames(): { id?: string; event?: string; data?: string; comment?: string }[];
  data(): Record<string, unknown>[];
  isOpen(): boolean;
  close(): void;
}

describe('GET /api/teams/:slug/events', () => {
  let server: TestServer;
  let connectionId: string;
  const streams: Stream[] = [];
  before(async () => {
    server = await startTestServer();
    const [row] = await server.database.dataSource.query(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Campus') returning id`,
      [server.teamId],
    );
    connectionId = row.id;
  });
  afterEach(() => streams.splice(0).forEach((stream) => stream.close()));
  after(() => server.close());

  const open = async (headers: Record<string, string> = {}, path = '/api/teams/admissions/events'): Promise<Stream> => {
    const controller = new AbortController();
    const response = await fetch(server.url + path, {
      headers: { cookie: server.owner.cookie(), ...headers },
      signal: controller.signal,
    });
    let text = '';
    let isOpen = true;
    const read = async (): Promise<void> => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
    };
    read().then(
      () => (isOpen = false),
      () => (isOpen = false),
    );
    const frames = (): ReturnType<Stream['frames']> =>
      text
        .split('\n\n')
        .slice(0, -1)
        .map((frame) =>
          Object.fromEntries(
            frame.split('\n').map((line) => {
              const at = line.indexOf(':');
              return [at === 0 ? 'comment' : line.slice(0, at), line.slice(at + 1).trim()];
            }),
          ),
        );
    const stream: Stream = {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      frames,
      data: () =>
        frames().flatMap(({ data, event }) => (data && !event ? [JSON.parse(data) as Record<string, unknown>] : [])),
      isOpen: () => isOpen,
      close: () => controller.abort(),
    };
    streams.push(stream);
    return stream;
  };
  const notify = (notice: Omit<LiveNotice, 'teamId'>, teamId = server.teamId): Promise<void> =>
    notifyLive(server.database.dataSource.manager, { ...notice, teamId });
  const insertRun = async (): Promise<string> => {
    const [row] = await server.database.dataSource.query(
      `insert into run (team_id, connection_id, record_type, kind, state, started_by, settings, queued_at, due_at)
       values ($1, $2, 'Contact', 'full', 'succeeded', 'Dana Cole', '{"sourceName":"Fall admits"}', now(), now()) returning id`,
      [server.teamId, connectionId],
    );
    return row.id;
  };

  it('tells of contacts, connections and opt-outs by their ID', async () => {
    const stream = await open();
    assert.equal(stream.status, 200);
    assert.match(stream.contentType, /^text\/event-stream/);
    await notify({ type: 'contact', id: '7' });
    await notify({ type: 'connection', id: connectionId });
    await notify({ type: 'opt_outs', id: '12' });
    await until(() => stream.data().length === 3);
    assert.deepEqual(stream.data(), [
      { type: 'contact', id: '7' },
      { type: 'connection', id: connectionId },
      { type: 'opt_outs', id: '12' },
    ]);
  });

  it('tells nothing of other teams, and nobody of a team that is not theirs', async () => {
    const [other] = await server.database.dataSource.query(
      `insert into team (slug, name) values ('other', 'Other') returning id`,
    );
    const stream = await open();
    await notify({ type: 'contact', id: '1' }, other.id);
    await notify({ type: 'contact', id: '2' });
    await until(() => stream.data().length > 0);
    assert.deepEqual(stream.data(), [{ type: 'contact', id: '2' }]);
    assert.equal((await open({ cookie: '' })).status, 401);
    assert.equal((await open({}, '/api/teams/none/events')).status, 404);
  });

  it('carries a run as it stands now, seldom, and its last state always', async () => {
    const stream = await open();
    const runId = await insertRun();
    for (let rows = 1; rows <= 40; rows++) {
      await server.database.dataSource.query('update run set rows_read = $2, created = $2 where id = $1', [
        runId,
        rows,
      ]);
      await notify({ type: 'run', id: runId });
    }
    const reads = (): unknown[] =>
      stream.data().map((event) => (event['run'] as { outcomes: { read: number } }).outcomes.read);
    await until(() => reads().at(-1) === 40);
    assert.ok(reads().length <= 4, `${reads().length} events for 40 notices`);
    assert.equal((stream.data()[0]?.['run'] as { sourceName: string }).sourceName, 'Fall admits');
  });

  it('carries how many rows a preview has read', async () => {
    const [row] = await server.database.dataSource.query(
      `insert into preview (team_id, connection_id, record_type, source_name, state, rows_fetched, created_at)
       values ($1, $2, 'Contact', 'x', 'running', 2000, now()) returning id`,
      [server.teamId, connectionId],
    );
    const stream = await open();
    await notify({ type: 'preview', id: row.id });
    await until(() => stream.data().length === 1);
    assert.deepEqual(stream.data(), [{ type: 'preview', id: row.id, rowsFetched: 2000 }]);
  });

  it('asks who comes back to read everything again when something was missed', async () => {
    const first = await open();
    await notify({ type: 'contact', id: '1' });
    await until(() => first.data().length === 1);
    const seen = first.frames().find(({ id }) => id !== undefined)?.id ?? '';
    first.close();
    const upToDate = await open({ 'last-event-id': seen });
    await notify({ type: 'contact', id: '2' });
    await until(() => upToDate.data().length === 1);
    assert.equal(
      upToDate.frames().some(({ event }) => event === 'resync'),
      false,
    );
    const behind = await open({ 'last-event-id': seen });
    await until(() => behind.frames().some(({ event }) => event === 'resync'));
  });

  it('asks everybody to read again when the database connection was cut meanwhile', async () => {
    const stream = await open();
    await server.database.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rollcall listener'`,
    );
    await until(() => stream.frames().some(({ event }) => event === 'resync'));
    await notify({ type: 'contact', id: '9' });
    await until(() => stream.data().length === 1);
  });

  it('ends when the server closes', async () => {
    const own = await startTestServer();
    const response = await fetch(`${own.url}/api/teams/admissions/events`, { headers: { cookie: own.owner.cookie() } });
    const ended = response.text();
    await own.close();
    assert.match(await ended, /: open/);
  });
});
