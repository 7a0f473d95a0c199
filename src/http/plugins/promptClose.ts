import type { Socket } from 'node:net';
import type { Api } from '../api.ts';

/** How long requests in hand may take once the server is told to stop. */
const GRACE_MS = 5_000;

/**
 * Lets the server stop promptly. Browsers open sockets in advance; Node counts one that has never sent anything as
 * busy and waits for it, up to a minute. Those are closed at once, the rest after a grace.
 */
export function addPromptClose(app: Api): void {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let timer: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    timer = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  });
  app.addHook('onClose', async () => clearTimeout(timer));
}
