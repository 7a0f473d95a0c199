import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseBlock, readEvents, type StreamMessage } from '../../../src/console/live/readEvents.ts';

describe('reading the event stream', () => {
  it('tells messages, their names and comments apart', () => {
    assert.deepEqual(parseBlock('id: a-7\ndata: {"type":"run"}'), { id: 'a-7', name: 'message', data: '{"type":"run"}' });
    assert.deepEqual(parseBlock('id: a-8\nevent: resync\ndata: {}'), { id: 'a-8', name: 'resync', data: '{}' });
    assert.equal(parseBlock(': still here'), null);
    assert.equal(parseBlock('retry: 1000\n: open'), null);
  });

  it('joins data of several lines', () => {
    assert.equal(parseBlock('data: one\ndata: two')?.data, 'one\ntwo');
  });

  it('puts messages together however the bytes are cut, and asks to go on from the last one', async () => {
    let asked: string | undefined;
    const bytes = Buffer.from('retry: 1000\n: open\n\nid: 1\ndata: {"name":"Zoë"}\n\n: still here\n\nid: 2\r\ndata: two\r\n\r\n');
    const server = createServer((request, response) => {
      asked = request.headers['last-event-id']?.toString();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const messages: StreamMessage[] = [];
    let heard = 0;
    try {
      await readEvents(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
        lastEventId: '0',
        signal: new AbortController().signal,
        onBytes: () => (heard += 1),
        onMessage: (message) => messages.push(message),
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
    assert.equal(asked, '0');
    assert.ok(heard > 1);
    assert.deepEqual(messages.map(({ id, data }) => [id, data]), [
      ['1', '{"name":"Zoë"}'],
      ['2', 'two'],
    ]);
  });
});
