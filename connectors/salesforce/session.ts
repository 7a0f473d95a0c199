import { untilAborted } from '../../src/contract/untilAborted.ts';
import { renewSession, storedSession, type AuthContext, type Session } from './auth.ts';

/** A session, and whether this call made it: another process's may have run out as well. */
export interface Renewed {
  readonly session: Session;
  readonly fresh: boolean;
}

/** The session of one open connection: read once, renewed when Salesforce says that it is over. */
export class SessionKeeper {
  readonly #context: AuthContext;
  #session: Session | null = null;
  #renewal: Promise<Renewed> | null = null;

  constructor(context: AuthContext) {
    this.#context = context;
  }

  /** The session calls are made with; asks for one when none is stored. */
  async get(signal: AbortSignal): Promise<Session> {
    if (this.#session) return this.#session;
    const stored = storedSession(await this.#context.secrets.read());
    signal.throwIfAborted();
    // Another call may have renewed while this one read; its session is the newer one.
    this.#session ??= stored;
    return this.#session ?? (await this.renew(null, signal)).session;
  }

  /**
   * Joins the renewals of this connection; the shared lock inside joins those of all processes.
   *
   * @param spentToken - the access token that was refused; null when there was none
   */
  async renew(spentToken: string | null, signal: AbortSignal): Promise<Renewed> {
    const current = this.#session;
    if (current && spentToken !== null && current.accessToken !== spentToken) return { session: current, fresh: false };
    this.#renewal ??= renewSession(this.#context, spentToken).finally(() => {
      this.#renewal = null;
    });
    const renewed = await untilAborted(this.#renewal, signal);
    this.#session = renewed.session;
    return renewed;
  }

  /** Resolves when a renewal in hand, if any, has saved its tokens. */
  async settled(): Promise<void> {
    await this.#renewal?.catch(() => undefined);
  }
}
