import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { migrate, openDatabase } from '../../src/db/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { schemaReport } from './schemaReport.ts';

const REPORT = new URL('./schema.txt', import.meta.url);

describe('the migrations', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());

  it('make the schema in test/db/schema.txt (rewrite it with UPDATE_SCHEMA=1 npx mocha test/db/migrations.test.ts)', async () => {
    const report = await schemaReport(database.dataSource);
    if (process.env['UPDATE_SCHEMA'] === '1') await writeFile(REPORT, report);
    assert.equal(report, await readFile(REPORT, 'utf8'));
  });

  it('do nothing the second time', async () => {
    assert.deepEqual(await migrate(database.dataSource), []);
  });

  it('run once when two processes start together on an empty database', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('create database migrated_twice');
    const url = new URL(database.url);
    url.pathname = '/migrated_twice';
    const open = () => openDatabase({ url: url.href, poolSize: 2 });
    const both = await Promise.all([open(), open()]);
    try {
      const ran = await Promise.all(both.map((one) => migrate(one)));
      assert.deepEqual(ran.map((names) => names.length).sort(), [0, 6]);
      assert.equal(await schemaReport(both[0]), await schemaReport(database.dataSource));
    } finally {
      await Promise.all(both.map((one) => one.destroy()));
      await admin.query('drop database migrated_twice with (force)');
      await admin.end();
    }
  });
});
