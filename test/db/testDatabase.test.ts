import assert from 'node:assert/strict';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('a test database', () => {
  let first: TestDatabase;
  let second: TestDatabase;
  before(async () => {
    first = await createTestDatabase();
    second = await createTestDatabase();
  });
  after(async () => {
    await first.drop();
    await second.drop();
  });

  it('is migrated, empty, and apart from the others', async () => {
    await first.dataSource.query(`insert into team (slug, name) values ('a', 'A')`);
    assert.deepEqual(await second.dataSource.query('select slug from team'), []);
  });
});
