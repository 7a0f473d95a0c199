import assert from 'node:assert/strict';
import { team } from '../../support/connectedServer.ts';
import { openBrowser, type TestBrowser } from '../../support/testBrowser.ts';
import { startTestServer, type TestServer } from '../../support/testServer.ts';
import { openOptOutWorld, type OptOutWorld } from '../../db/reads/optOutWorld.ts';

/** The HTTP server with a team whose opt-outs the test fills in, at Nov 20, 2026, 10 AM in the East. */
export interface OptOutServer extends OptOutWorld {
  readonly server: TestServer;
  readonly viewer: TestBrowser;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  close(): Promise<void>;
}

export const NOW = new Date('2026-11-20T15:00:00Z');
const VIEWER = {
  name: 'Vic Lee',
  email: 'vic@example.edu',
  password: 'correct horse battery',
  role: 'viewer',
  userId: 'v',
};

export async function startOptOutServer(): Promise<OptOutServer> {
  const server = await startTestServer();
  const added = await server.owner.call('POST', team('/users'), VIEWER);
  assert.equal(added.status, 200, added.text);
  const viewer = openBrowser(server.url);
  await viewer.signIn(VIEWER.email, VIEWER.password);
  const world = await openOptOutWorld(server.database, { id: server.teamId });
  // The sessions began later, which is no reason to end them.
  server.clock.now = NOW;
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await server.owner.call<T>(method, team(path), body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  return {
    ...world,
    server,
    viewer,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    close: () => server.close(),
  };
}
