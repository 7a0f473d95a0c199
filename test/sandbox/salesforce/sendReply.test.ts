import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReply } from './sendReply.ts';
import type { Fault } from './sandboxTypes.ts';

const PIECES = 1000;
const PIECE = 'x'.repeat(64 * 1024);

describe('long answers of the sandbox', () => {
  let server: Server;
  let made: number;
  let ended: Promise<void>;

  /** Serves 64 MB, which no buffer between two sockets holds. */
  const ask = async (fault?: Fault): Promise<IncomingMessage> => {
    made = 0;
    const piece = (index: number): string => {
      made = index + 1;
      return PIECE;
    };
    ended = new Promise((resolve) => {
      server = createServer((_request, response) => {
        const reply = { status: 200, pieces: { count: PIECES, piece } };
        void sendReply(response, reply, fault).then(resolve);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const [answer] = (await once(
      get({ port: (server.address() as AddressInfo).port, agent: false }).on('error', () => undefined),
      'response',
    )) as [IncomingMessage];
    return answer;
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('are made no faster than they are taken, and no further once the caller is gone', async () => {
    const answer = await ask();
    await once(answer, 'readable');
    answer.destroy();
    await ended;
    assert.ok(made < PIECES / 4, `${made} of ${PIECES} pieces were made`);
  });

  it('come whole to who reads on', async () => {
    const answer = await ask();
    let bytes = 0;
    for await (const chunk of answer) bytes += (chunk as Buffer).length;
    await ended;
    assert.deepEqual([bytes, made], [PIECES * PIECE.length, PIECES]);
  });

  it('break off half-way, properly ended or with the connection', async () => {
    for (const kind of ['truncated_json', 'reset_mid_body'] as const) {
      const answer = await ask({ route: '', kind });
      let bytes = 0;
      const read = async (): Promise<void> => {
        for await (const chunk of answer) bytes += (chunk as Buffer).length;
      };
      if (kind === 'reset_mid_body') await assert.rejects(read());
      else await read();
      await ended;
      assert.equal(made, PIECES / 2 + 1);
      assert.ok(bytes <= (PIECES / 2 + 0.5) * PIECE.length);
      server.closeAllConnections();
      server.close();
    }
  });
});
