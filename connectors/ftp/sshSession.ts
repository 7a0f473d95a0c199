import { once } from 'node:events';
import type { Socket } from 'node:net';
import ssh2, { type Algorithms, type AnyAuthMethod, type AuthenticationType, type Client, type SFTPWrapper } from 'ssh2';
import { ConnectorError } from '../../src/contract/errors.ts';
import { patiently } from './patiently.ts';
import type { ServerSettings } from './remote.ts';
import { handshakeFailure, isSsh, lost, notSsh, sftpFailure, silent, withoutSftp, type SftpDoing } from './sftpErrors.ts';

/** How long a server may be silent: until the user is in, and within every request. */
export interface Patience {
  readonly readyMs: number;
  readonly answerMs: number;
}

const KEEPALIVE_MS = 15_000;
/** A server that does not take the good-bye is left without one. */
const GOODBYE_MS = 1_000;

/** SHA-1 signatures of a host key can be forged, so they are old as well. */
const CURRENT: Algorithms = { serverHostKey: only('remove', ['ssh-rsa']) };
const OLD: Algorithms = {
  kex: only('append', [
    'diffie-hellman-group-exchange-sha1',
    'diffie-hellman-group14-sha1',
    'diffie-hellman-group1-sha1',
  ]),
  serverHostKey: only('append', ['ssh-dss']),
  cipher: only('append', ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc']),
  hmac: only('append', ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96']),
};

/** One of the three ways in which ssh2 lets its lists be changed; its types want all three. */
function only<T>(how: 'append' | 'remove', names: T[]): Record<'append' | 'prepend' | 'remove', T | T[]> {
  return { append: [], prepend: [], remove: [], [how]: names };
}

/** How FTP, web, mail and TLS servers begin; anything else may still become SSH. */
const OTHERS = ['220', 'HTTP/', '+OK', '* OK', '\u0015\u0003'];

/** What a handshake asks about while it goes on. */
export interface Doorkeeper {
  /** Whether the holder of this host key is told anything; nothing but that has been exchanged. */
  readonly admits: (hostKey: Buffer) => boolean;
  /** The next try to sign in. @param left - methods the server would take now; null before the first try */
  readonly signIn: (left: readonly AuthenticationType[] | null, partial: boolean | null) => AnyAuthMethod | false;
  /** Why it ended, when one of these two knows better than ssh2; null otherwise. */
  readonly refusal: () => Error | null;
}

/**
 * Speaks SSH over a connected socket until the user is in.
 *
 * @throws ConnectorError, the doorkeeper's refusal, or `signal.reason`; the socket is destroyed then
 */
export async function shakeHands(
  socket: Socket,
  { host, username, method, oldAlgorithms }: ServerSettings,
  doorkeeper: Doorkeeper,
  patience: Patience,
  signal: AbortSignal,
): Promise<Client> {
  const client = new ssh2.Client();
  let greeting = '';
  let authenticating = false;
  const ready = new Promise<Client>((settle, reject) => {
    const fail = (error: Error): void => {
      const handshake = { host, greeting, authenticating, oldAlgorithms, method };
      reject(doorkeeper.refusal() ?? handshakeFailure(error, handshake));
    };
    // Errors may follow each other, also long after the handshake; without a listener they would end the process.
    client.on('error', fail);
    client.on('close', () => fail(lost(host)));
    client.once('ready', () => settle(client));
    client.on('change password', () => fail(expired(host)));
    client.connect({
      sock: socket,
      username,
      hostVerifier: doorkeeper.admits,
      authHandler: (left, partial) => {
        authenticating = true;
        return doorkeeper.signIn(left, partial);
      },
      algorithms: oldAlgorithms ? OLD : CURRENT,
      // The time is watched here, the opening of the socket and a greeting without end included.
      readyTimeout: 0,
      keepaliveInterval: KEEPALIVE_MS,
    });
    socket.on('data', function peek(chunk: Buffer) {
      greeting = (greeting + chunk.toString('latin1')).slice(0, 1024);
      if (isSsh(greeting)) socket.off('data', peek);
      else if (OTHERS.some((begin) => greeting.startsWith(begin))) fail(notSsh(host, greeting));
    });
  });
  try {
    return await patiently(ready, patience.readyMs, signal, () =>
      greeting === '' || isSsh(greeting) ? silent(host) : notSsh(host, greeting));
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function expired(host: string): ConnectorError {
  const message = `${host} wants this user’s password changed. Ask campus IT for a password that stays, and enter it.`;
  return new ConnectorError('LOGIN_REFUSED', message, { kind: 'reauthorise' });
}

/** A signed-in connection with its SFTP channel: one request and its answer at a time or several. */
export class SshSession {
  readonly sftp: SFTPWrapper;
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #host: string;
  readonly #patience: Patience;
  #ended = false;

  /** @throws ConnectorError `PROTOCOL_REFUSED` when the server offers no SFTP */
  static async open(
    socket: Socket,
    client: Client,
    host: string,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<SshSession> {
    const opened = new Promise<SFTPWrapper>((settle, reject) => {
      const onClose = (): void => reject(lost(host));
      client.once('close', onClose);
      if (!socket.writable) return onClose();
      client.sftp((error, sftp) => {
        client.off('close', onClose);
        if (error) reject(socket.writable ? withoutSftp(host, error) : lost(host, error));
        else settle(sftp);
      });
    });
    try {
      const sftp = await patiently(opened, patience.readyMs, signal, () => silent(host));
      return new SshSession(socket, client, sftp, host, patience);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  private constructor(socket: Socket, client: Client, sftp: SFTPWrapper, host: string, patience: Patience) {
    this.sftp = sftp;
    this.#client = client;
    this.#socket = socket;
    this.#host = host;
    this.#patience = patience;
    const onEnd = (): void => {
      this.#ended = true;
    };
    client.on('close', onEnd);
    sftp.on('end', onEnd);
    sftp.on('close', onEnd);
    sftp.on('error', onEnd);
  }

  /**
   * Sends one request. What was asked before the connection ended is answered with an error; what is asked after it
   * would never be, so it is not asked.
   *
   * @throws ConnectorError
   */
  request<T>(doing: SftpDoing, send: (answer: (error?: Error | null, value?: T) => void) => void): Promise<T> {
    return new Promise((settle, reject) => {
      if (this.#ended) return reject(lost(this.#host));
      send((error, value) => {
        if (error) reject(this.#ended ? lost(this.#host, error) : sftpFailure(error, this.#host, doing));
        else settle(value as T);
      });
    });
  }

  /** Waits for an answer, within the server's time and the signal's. */
  wait<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
    return patiently(answer, this.#patience.answerMs, signal, () => silent(this.#host));
  }

  /** Sends one request and waits for its answer. */
  ask<T>(
    doing: SftpDoing,
    signal: AbortSignal,
    send: (answer: (error?: Error | null, value?: T) => void) => void,
  ): Promise<T> {
    signal.throwIfAborted();
    return this.wait(this.request(doing, send), signal);
  }

  /** Says good-bye and closes the socket. */
  async close(): Promise<void> {
    this.#ended = true;
    if (this.#socket.closed) return;
    const closed = once(this.#socket, 'close');
    this.#client.end();
    this.#socket.destroySoon();
    const timer = setTimeout(() => this.#socket.destroy(), GOODBYE_MS);
    await closed;
    clearTimeout(timer);
  }
}
