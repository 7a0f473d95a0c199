import { DataSource, type EntityManager } from 'typeorm';
import { Accounts1764000000001 } from '../../migrations/1764000000001-accounts.ts';
import { Connections1764000000002 } from '../../migrations/1764000000002-connections.ts';
import { ContactsAndConsent1764000000003 } from '../../migrations/1764000000003-contactsAndConsent.ts';
import { SourcesAndBudgets1764000000004 } from '../../migrations/1764000000004-sourcesAndBudgets.ts';
import { ConsentAndWriteBack1764000000005 } from '../../migrations/1764000000005-consentAndWriteBack.ts';
import { SourceFiles1764000000006 } from '../../migrations/1764000000006-sourceFiles.ts';
import { entities } from './entities.ts';

/** Either the pool or a transaction; repository functions take it first, so that they join the caller's transaction. */
export type Db = EntityManager;

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections this process holds at once. */
  readonly poolSize?: number;
  readonly applicationName?: string;
}

/**
 * Opens the pool. Does not migrate: see `migrate`.
 * @throws when the server can't be reached
 */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    entities,
    migrations: [
      Accounts1764000000001,
      Connections1764000000002,
      ContactsAndConsent1764000000003,
      SourcesAndBudgets1764000000004,
      ConsentAndWriteBack1764000000005,
      SourceFiles1764000000006,
    ],
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'rollcall',
    parseInt8: true,
    extra: { statement_timeout: 120_000 },
  });
  return dataSource.initialize();
}

/** Any constant does; it only has to be the same in every process. */
const MIGRATION_LOCK = 7_205_551;

/**
 * Brings the schema up to date. Processes that start together wait for each other on an advisory lock.
 * @returns the names of the migrations that ran
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
