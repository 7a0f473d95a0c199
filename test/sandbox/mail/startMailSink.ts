import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { mailPage } from './mailPage.ts';
import { parseMail, type ParsedMail } from './parseMail.ts';

/** A mail that arrived. `from` and `to` are the envelope's, so blind copies show. */
export interface CaughtMail extends ParsedMail {
  from: string;
  to: string[];
  receivedAt: Date;
  raw: string;
}

/** An SMTP server that keeps every mail and sends none on, with a page to read them. */
export interface MailSink {
  /** `smtp://127.0.0.1:port`, without encryption or sign-in. */
  readonly smtpUrl: string;
  readonly webUrl: string;
  /** Oldest first. */
  readonly messages: readonly CaughtMail[];
  /** Resolves once `count` mails arrived since the start; rejects after the time, 10 s by default. */
  waitFor(count: number, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startMailSink(): Promise<MailSink> {
  const messages: CaughtMail[] = [];
  const waiting = new Set<() => void>();
  const smtp = new SMTPServer({
    // The built-in certificate is no secret; plain text on loopback promises nothing it can't keep.
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        messages.push({
          ...parseMail(raw),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((one) => one.address),
          receivedAt: new Date(),
          raw: raw.toString('utf8'),
        });
        done();
        for (const look of [...waiting]) look();
      });
    },
  });
  const sockets = new Set<Socket>();
  const web = createServer((request, response) => {
    const { status, body } = mailPage(messages, new URL(request.url ?? '/', 'http://sink').pathname);
    response
      .writeHead(status, {
        'Content-Type': 'text/html;charset=UTF-8',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
      })
      .end(body);
  }).on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  smtp.on('error', () => undefined); // a client that hangs up in mid-sentence is its own trouble
  const listening = smtp.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', () => resolve()));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(listening)}`,
    webUrl: `http://127.0.0.1:${portOf(web)}/`,
    messages,
    waitFor: (count, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        const look = (): void => {
          if (messages.length < count) return;
          stop();
          resolve();
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`Only ${messages.length} of ${count} mails arrived within ${timeoutMs} ms.`));
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => web.close(() => resolve())),
        new Promise<void>((resolve) => {
          smtp.close(() => resolve());
          for (const connection of smtp.connections) connection.close();
        }),
      ]);
    },
  };
}
