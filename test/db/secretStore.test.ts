import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from '../../src/db/database.ts';
import { createSealer } from '../../src/db/sealer.ts';
import { secretStore } from '../../src/db/secretStore.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('secretStore', () => {
  const sealer = createSealer(randomBytes(32));
  let database: TestDatabase;
  let connectionId: string;
  let otherId: string;

  before(async () => {
    database = await createTestDatabase({ poolSize: 3 });
    const [team] = await database.dataSource.query(`insert into team (slug, name) values ('a', 'A') returning id`);
    const rows = await database.dataSource.query(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'One'), ($1, 'salesforce', 'Two') returning id`,
      [team.id],
    );
    [connectionId, otherId] = rows.map((row: { id: string }) => row.id);
  });
  after(() => database.drop());
  beforeEach(() => database.dataSource.query('delete from connection_secret'));

  it('reads what was saved, and leaves alone what was not named', async () => {
    const store = secretStore(database.dataSource, sealer, connectionId, 'Dana Cole');
    await store.update((_current, save) => save({ clientSecret: 'one', refreshToken: 'two' }));
    await store.update((_current, save) => save({ refreshToken: 'three', accessToken: 'four' }));
    await store.update((_current, save) => save({ accessToken: null }));
    assert.deepEqual(await store.read(), { clientSecret: 'one', refreshToken: 'three' });
    assert.deepEqual(await secretStore(database.dataSource, sealer, otherId).read(), {});
  });

  it('says who set a secret', async () => {
    await secretStore(database.dataSource, sealer, connectionId, 'Dana Cole').update((_current, save) =>
      save({ clientSecret: 'one' }),
    );
    assert.deepEqual(await database.dataSource.query('select name, set_by from connection_secret'), [
      { name: 'clientSecret', set_by: 'Dana Cole' },
    ]);
  });

  it('keeps no secret readable in the database', async () => {
    const store = secretStore(database.dataSource, sealer, connectionId);
    await store.update((_current, save) => save({ token: 'plain words' }));
    const [row] = await database.dataSource.query('select data from connection_secret');
    assert.equal(row.data.includes('plain words'), false);
  });

  it('does not open a secret that was moved to another connection', async () => {
    await secretStore(database.dataSource, sealer, connectionId).update((_current, save) => save({ token: 'mine' }));
    await database.dataSource.query('update connection_secret set connection_id = $1', [otherId]);
    await assert.rejects(secretStore(database.dataSource, sealer, otherId).read(), /belongs elsewhere/);
  });

  it('refreshes once when two processes want to at the same time', async () => {
    const second = await openDatabase({ url: database.url, poolSize: 2 });
    try {
      const stores = [database.dataSource, second].map((source) => secretStore(source, sealer, connectionId));
      await stores[0]!.update((_current, save) => save({ accessToken: 'old', refreshToken: 'r0' }));
      let refreshes = 0;
      const refresh = (store: (typeof stores)[number]): Promise<string> =>
        store.update(async (current, save) => {
          if (current['accessToken'] !== 'old') return current['accessToken'] ?? '';
          refreshes += 1;
          await save({ accessToken: 'new', refreshToken: 'r1' });
          // The lock is still held after saving: nobody else may be in here.
          await new Promise((resolve) => setImmediate(resolve));
          return 'new';
        });
      // More callers than the pools have sessions, so that they would starve if each held two.
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => refresh(stores[index % 2]!)));
      assert.equal(refreshes, 1);
      assert.deepEqual([...new Set(answers)], ['new']);
    } finally {
      await second.destroy();
    }
  });

  it('never lets two into the same connection, and keeps the lock after a save', async () => {
    const second = await openDatabase({ url: database.url, poolSize: 2 });
    try {
      let inside = 0;
      let most = 0;
      const visit = (source: typeof second): Promise<void> =>
        secretStore(source, sealer, connectionId).update(async (current, save) => {
          inside += 1;
          most = Math.max(most, inside);
          await save({ count: String(Number(current['count'] ?? '0') + 1) });
          await source.query('select 1');
          inside -= 1;
        });
      await Promise.all(Array.from({ length: 10 }, (_, index) => visit(index % 2 ? second : database.dataSource)));
      assert.equal(most, 1);
      assert.equal((await secretStore(second, sealer, connectionId).read())['count'], '10');
    } finally {
      await second.destroy();
    }
  });

  it('does not make one connection wait for another', async () => {
    await secretStore(database.dataSource, sealer, connectionId).update(async () => {
      await secretStore(database.dataSource, sealer, otherId).update((_current, save) => save({ token: 'fine' }));
    });
    assert.deepEqual(await secretStore(database.dataSource, sealer, otherId).read(), { token: 'fine' });
  });

  it('has what was saved before the work failed, and lets the next one in', async () => {
    const store = secretStore(database.dataSource, sealer, connectionId);
    await assert.rejects(
      store.update(async (_current, save) => {
        await save({ refreshToken: 'rotated' });
        throw new Error('the vendor hung up');
      }),
      /hung up/,
    );
    assert.deepEqual(await store.update(async (current) => current), { refreshToken: 'rotated' });
  });

  it('lets the next process in when the one inside dies', async () => {
    const dying = await openDatabase({ url: database.url, poolSize: 2, applicationName: 'dying' });
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    try {
      let entered = (): void => undefined;
      const inside = new Promise<void>((resolve) => (entered = resolve));
      let leave = (): void => undefined;
      const stays = new Promise<void>((resolve) => (leave = resolve));
      const first = secretStore(dying, sealer, connectionId).update(async (_current, save) => {
        await save({ refreshToken: 'rotated' });
        entered();
        await stays;
      });
      await inside;
      const next = secretStore(database.dataSource, sealer, connectionId).update(async (current) => current);
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`);
      assert.deepEqual(await next, { refreshToken: 'rotated' });
      leave();
      await first;
    } finally {
      await admin.end();
      await dying.destroy();
    }
  });
});
