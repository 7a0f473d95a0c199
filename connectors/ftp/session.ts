import type { ConnectionAccess } from '../../src/contract/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../src/contract/errors.ts';
import type { ServerIdentity } from '../../src/contract/files.ts';
import { untilAborted } from '../../src/contract/untilAborted.ts';
import type { Protocol, Remote, ServerSettings } from './remote.ts';
import { serverName, usedSecrets } from './settings.ts';
import { assertTrusted } from './trust.ts';

/** Work on a signed-in server; the signal also aborts when the connection is closed meanwhile. */
type Work<T> = (remote: Remote, signal: AbortSignal) => Promise<T>;

/**
 * One session with the server, signed in to when it is first needed and again when it died, as servers end sessions
 * that are idle while a file is imported. Work is done one piece after another, since FTP knows no other way.
 */
export class Session {
  readonly #settings: ServerSettings;
  readonly #access: ConnectionAccess;
  readonly #protocol: Protocol;
  readonly #closing = new AbortController();
  #remote: Remote | null = null;
  #identity: ServerIdentity | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** Calls of sessions that are over. */
  #callsBefore = 0;

  constructor(settings: ServerSettings, access: ConnectionAccess, protocol: Protocol) {
    this.#settings = settings;
    this.#access = access;
    this.#protocol = protocol;
  }

  /** Commands sent to the server since this connection was opened. */
  get callsUsed(): number {
    return this.#callsBefore + (this.#remote?.calls() ?? 0);
  }

  /** Who was signed in to last; null before the first time. */
  get identity(): ServerIdentity | null {
    return this.#identity;
  }

  /**
   * Does one piece of work that may be done twice: in a session that turns out to have died since it was last used, it
   * is done again in a new one.
   *
   * @throws ConnectorError; `signal.reason` within a second of its abort
   */
  use<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    const turn = this.#last.then(() => this.#doOnce(work, either));
    this.#last = turn.catch(() => undefined);
    return untilAborted(turn, either);
  }

  /** Looks at who answers, without signing in. */
  async look(signal: AbortSignal): Promise<ServerIdentity> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    either.throwIfAborted();
    this.#callsBefore += 1;
    return untilAborted(this.#protocol.identity(this.#settings, either), either);
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The connection was closed.'));
    await this.#drop();
    await this.#last;
    // What was being opened meanwhile.
    await this.#drop();
  }

  async #doOnce<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const refusal = this.#access.mayCall?.({ callsUsed: this.callsUsed, usage: null });
    if (refusal) throw refusal;
    const used = this.#remote;
    try {
      return await this.#attempt(work, signal);
    } catch (error) {
      // What was idle too long is told apart from a server that fails by trying once more, from the beginning.
      if (used === null || signal.aborted || !isBroken(error)) throw error;
      return this.#attempt(work, signal);
    }
  }

  async #attempt<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    this.#remote ??= await this.#connect(signal);
    try {
      return await work(this.#remote, signal);
    } catch (error) {
      // After anything but the server’s word on a command nobody knows what state the session is in.
      if (signal.aborted || isBroken(error) || !(error instanceof ConnectorError)) await this.#drop();
      throw error;
    }
  }

  async #connect(signal: AbortSignal): Promise<Remote> {
    const { accountId = null } = this.#access;
    const settings = this.#settings;
    const secrets = await this.#access.secrets.read();
    signal.throwIfAborted();
    const [secret = ''] = usedSecrets({ ...settings });
    if (!secrets[secret]) throw withoutSecret(secret);
    let seen: ServerIdentity | null = null;
    const trusted = (identity: ServerIdentity): void => {
      assertTrusted(identity, accountId, serverName(settings));
      seen = identity;
    };
    try {
      const remote = await this.#protocol.connect(settings, secrets, trusted, signal);
      this.#identity = seen;
      return remote;
    } catch (error) {
      this.#callsBefore += 1;
      throw error;
    }
  }

  async #drop(): Promise<void> {
    const remote = this.#remote;
    if (!remote) return;
    this.#callsBefore += remote.calls();
    this.#remote = null;
    await remote.close();
  }
}

const BREAKS: ReadonlySet<ConnectorErrorCode> = new Set(['UNREACHABLE', 'TIMEOUT', 'OUTAGE', 'BAD_ANSWER']);

function isBroken(error: unknown): boolean {
  return error instanceof ConnectorError && BREAKS.has(error.code);
}

function withoutSecret(secret: string): ConnectorError {
  const what = secret === 'privateKey' ? 'private key' : 'password';
  return new ConnectorError('NOT_CONNECTED', `No ${what} is stored for this user. Enter it under Authentication.`, {
    kind: 'reauthorise',
  });
}
