import { randomBytes, scryptSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import { insertUser } from '../../src/db/accounts/users.ts';
import { createSealer } from '../../src/db/sealer.ts';
import type { Api } from '../../src/http/api.ts';
import { buildApp } from '../../src/http/app.ts';
import { createTeam } from '../../src/sync/accounts/createTeam.ts';
import { ensureOwner } from '../../src/sync/accounts/firstAdmin.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { openBrowser, type TestBrowser } from './testBrowser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** The HTTP server on a database of its own, with an owner, a team and nothing else. */
export interface TestServer {
  readonly app: Api;
  readonly ctx: SyncContext;
  readonly database: TestDatabase;
  readonly url: string;
  /** Tests may set the clock. */
  readonly clock: { now: Date | null };
  /** Every line that was logged, as JSON. */
  readonly logged: string[];
  readonly teamId: string;
  /** Signed in as the server's owner. */
  readonly owner: TestBrowser;
  /** Nobody is signed in yet. */
  browser(): TestBrowser;
  close(): Promise<void>;
}

export const OWNER = { email: 'dana.cole@example.edu', password: 'correct horse battery' };

/**
 * The owner's password, hashed at the least cost: at the full one, each server that is started takes a good half of a
 * second of processor time for hashing and signing in.
 */
const CHEAP_HASH = ['scrypt', 4, 8, 1, ...cheapSaltAndHash()].join('$');

function cheapSaltAndHash(): readonly [string, string] {
  const salt = randomBytes(16);
  const hash = scryptSync(OWNER.password, salt, 32, { N: 2 ** 4, r: 8, p: 1 });
  return [salt.toString('base64url'), hash.toString('base64url')];
}

/**
 * Starts the server on a free loopback port. The team's address is `/api/teams/admissions`.
 * @param options.fullHash - the owner's password is hashed as the service does, for tests of signing in
 */
export async function startTestServer(
  options: {
    readonly consoleFolder?: string;
    readonly publicUrl?: string;
    readonly database?: TestDatabase;
    readonly fullHash?: boolean;
  } = {},
): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase());
  const spool = await mkdtemp(join(tmpdir(), 'rollcall-spool-'));
  const clock: { now: Date | null } = { now: null };
  const logged: string[] = [];
  const log =
    (level: string) =>
    (message: string, details?: object): void => {
      logged.push(
        JSON.stringify({ level, message, details }, (_key, value: unknown) =>
          value instanceof Error ? String(value.stack) : value,
        ),
      );
    };
  let publicUrl = options.publicUrl ?? '';
  const ctx: SyncContext = {
    dataSource: database.dataSource,
    connectors,
    sealer: createSealer(randomBytes(32)),
    allowPrivateHosts: true,
    spoolDirectory: spool,
    get publicUrl() {
      return publicUrl;
    },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    now: () => clock.now ?? new Date(),
  };
  // The port is known only when it listens, the server is built before that.
  publicUrl ||= 'http://127.0.0.1';
  const app = buildApp(
    ctx,
    { trustProxy: false, demo: null },
    {
      liveUrl: database.url,
      version: '0.0.0-test',
      ...(options.consoleFolder === undefined ? {} : { consoleFolder: options.consoleFolder }),
    },
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  if (options.publicUrl === undefined) publicUrl = url;

  if (options.fullHash === true) await ensureOwner(ctx, OWNER);
  else {
    const { email } = OWNER;
    const owner = { email, name: email.split('@')[0]!, passwordHash: CHEAP_HASH, isOwner: true };
    await insertUser(database.dataSource.manager, owner);
  }
  const { id: teamId } = await createTeam(ctx, 'Admissions', null);
  const owner = openBrowser(url);
  await owner.signIn(OWNER.email, OWNER.password);
  return {
    app,
    ctx,
    database,
    url,
    clock,
    logged,
    teamId,
    owner,
    browser: () => openBrowser(url),
    async close() {
      await app.close();
      await database.drop();
      await rm(spool, { recursive: true, force: true });
    },
  };
}
