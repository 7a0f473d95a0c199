import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { migrate, openDatabase } from '../../src/db/database.ts';
import { startEmbeddedPostgres, type RunningPostgres } from '../../src/db/embeddedPostgres.ts';

/** A database of its own, migrated and empty. */
export interface TestDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
}

interface TestServer {
  readonly folder: string;
  readonly postgres: RunningPostgres;
}

let server: Promise<TestServer> | null = null;
let databases = 0;

/**
 * One real PostgreSQL for the whole mocha run, started by the first test that wants it; its own database is the
 * template.
 */
async function startServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  // The server's user must be able to pass through; see startEmbeddedPostgres.
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres(folder, { temporary: true });
  try {
    const dataSource = await openDatabase({ url: postgres.url, poolSize: 2 });
    try {
      await migrate(dataSource);
    } finally {
      await dataSource.destroy();
    }
  } catch (error) {
    // Nobody else knows of it, and mocha would wait for it for ever.
    await postgres.stop();
    throw error;
  }
  return { folder, postgres };
}

/**
 * Clones the migrated template: about 50 ms. Call it in `before`, and `drop()` in `after`.
 * @param options.poolSize - connections of `dataSource`
 */
export async function createTestDatabase(options: { readonly poolSize?: number } = {}): Promise<TestDatabase> {
  server ??= startServer();
  const { postgres } = await server;
  databases += 1;
  const name = `test_${databases}`;
  await onServer(postgres.url, `create database ${name} template rollcall`);
  const url = databaseUrl(postgres.url, name);
  const dataSource = await openDatabase({ url, poolSize: options.poolSize ?? 5, applicationName: name });
  return {
    url,
    dataSource,
    async drop() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await onServer(postgres.url, `drop database ${name} with (force)`);
    },
  };
}

/** Stops the server; the root hook in `hooks.ts` calls it after the last test. */
export async function stopTestServer(): Promise<void> {
  if (!server) return;
  const running = await server.catch(() => null);
  server = null;
  if (running === null) return;
  const { folder, postgres } = running;
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
