import type { ServerResponse } from 'node:http';
import { Type } from '@sinclair/typebox';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import type { LiveMessage } from '../../live/liveFeed.ts';
import { stillMayRead } from '../../plugins/access.ts';

/** Proxies cut streams that are silent; a person who was signed out should not go on watching for long either. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is cut; it comes again and reads the state afresh. */
const MOST_UNSENT_BYTES = 1024 * 1024;

/** The team's changes as they happen, as server-sent events. */
export const events: Route = (app, { ctx, live }) => {
  const open = new Set<ServerResponse>();

  app.get(
    '/events',
    {
      schema: {
        tags: ['Live'],
        summary: 'Follow changes',
        description:
          'Server-sent events; `data` is a LiveEvent. An event named `resync` means that some may have been missed: read again what is ' +
          'shown. It comes after a reconnect with `Last-Event-ID`. A run is told at most twice a second, its last state always. ' +
          'A comment every 15 s keeps the stream open.',
        produces: ['text/event-stream'],
        response: { 200: Type.String({ description: 'text/event-stream' }) },
      },
    },
    (request, reply) => {
      const [caller, team] = [callerOf(request), teamOf(request)];
      const stream = reply.raw;
      const lastSeen = request.headers['last-event-id'];
      reply.headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'x-accel-buffering': 'no',
        connection: 'close',
      });
      reply.hijack();
      stream.writeHead(200, reply.getHeaders() as Record<string, string>);
      open.add(stream);

      const write = (text: string): void => {
        if (stream.writableLength > MOST_UNSENT_BYTES) stream.destroy();
        else stream.write(text);
      };
      // Subscribed before the first line is written, so that nothing falls between a reader's snapshot and the stream.
      const leave = live.subscribe(team.id, (message) => write(frame(message)));
      const heartbeat = setInterval(() => {
        stillMayRead(ctx, caller, team).then(
          (may) => (may ? write(': still here\n\n') : stream.end()),
          () => stream.destroy(),
        );
      }, HEARTBEAT_MS);
      stream.on('close', () => {
        clearInterval(heartbeat);
        leave();
        open.delete(stream);
      });
      // The first line is how long a browser waits before it comes again.
      write(`retry: 1000\n: open\n\n`);
      if (lastSeen !== undefined && lastSeen !== live.lastId()) write(frame({ id: live.lastId(), resync: true }));
    },
  );

  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
};

function frame(message: LiveMessage): string {
  if ('resync' in message) return `id: ${message.id}\nevent: resync\ndata: {}\n\n`;
  return `id: ${message.id}\ndata: ${JSON.stringify(message.event)}\n\n`;
}
