import assert from 'node:assert/strict';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { LIVE_CHANNEL, listen } from '../../src/db/live.ts';
import { holdPresence, workerName } from '../../src/db/presence.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

/** A way to the database that can be closed, so that it refuses connections as a stopped server does. */
interface Gate {
  readonly url: string;
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Connections that stand. */
  through(): number;
}

describe('a session that is held over outages', () => {
  let database: TestDatabase;
  let gate: Gate;
  const { connect: connectClient } = pg.Client.prototype;
  let tries = 0;
  let atOnce = 0;
  let mostAtOnce = 0;

  before(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    gate = await openGate(database.url);
    [tries, atOnce, mostAtOnce] = [0, 0, 0];
    Object.assign(pg.Client.prototype, {
      async connect(this: pg.Client): Promise<pg.Client> {
        tries += 1;
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        try {
          return await (Reflect.apply(connectClient, this, []) as Promise<pg.Client>);
        } finally {
          atOnce -= 1;
        }
      },
    });
  });
  afterEach(async () => {
    pg.Client.prototype.connect = connectClient;
    await gate.shut();
  });
  after(() => database.drop());

  const hold = {
    'of a listener': () => listen(gate.url, [LIVE_CHANNEL], () => undefined),
    'of a worker’s presence': () => holdPresence(gate.url, workerName()),
  };
  for (const [whose, start] of Object.entries(hold)) {
    it(`${whose} knocks one at a time however long the server is gone, and stands once when it is back`, async () => {
      const held = await start();
      await gate.shut();
      const before = tries;
      await until(() => tries >= before + 4);
      assert.equal(mostAtOnce, 1);
      await gate.open();
      await until(() => gate.through() > 0);
      await held.close();
      await until(() => gate.through() === 0);
    });
  }
});

async function openGate(databaseUrl: string): Promise<Gate> {
  const url = new URL(databaseUrl);
  const databasePort = Number(url.port);
  const sockets = new Set<Socket>();
  let server: Server;
  const open = async (): Promise<void> => {
    server = createServer((incoming) => {
      const outgoing = connect(databasePort, url.hostname);
      sockets.add(incoming);
      for (const [one, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        one.pipe(other);
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
      }
      incoming.on('close', () => sockets.delete(incoming));
    });
    await new Promise<void>((resolve) => server.listen(Number(gateUrl.port), '127.0.0.1', resolve));
    gateUrl.port = String((server.address() as AddressInfo).port);
  };
  const gateUrl = new URL(databaseUrl);
  gateUrl.port = '0';
  await open();
  return {
    url: gateUrl.toString(),
    open,
    async shut() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    through: () => sockets.size,
  };
}
