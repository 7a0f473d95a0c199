import { tmpdir } from 'node:os';
import { makeSalesforce } from '../../../connectors/salesforce/index.ts';
import { TUNING, type Tuning } from '../../../connectors/salesforce/tuning.ts';
import type {
  ConnectionAccess,
  Connector,
  ConnectorDeps,
  OpenConnection,
  SecretStore,
} from '../../../src/contract/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../src/contract/errors.ts';
import type { SalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';

/** Impatient, so that faults are met without waiting. */
export const QUICK: Tuning = {
  ...TUNING,
  readTimeoutMs: 2_000,
  writeTimeoutMs: 400,
  tokenTimeoutMs: 1_000,
  firstDelayMs: 1,
  retryForMs: 5_000,
  rememberMs: 0,
};

/** Secrets in memory, with the database floor's lock and its history: what was saved, in order. */
export class MemorySecrets implements SecretStore {
  readonly saved: Readonly<Record<string, string | null>>[] = [];
  #secrets: Record<string, string>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(secrets: Record<string, string>) {
    this.#secrets = { ...secrets };
  }

  read(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({ ...this.#secrets });
  }

  update: SecretStore['update'] = (work) => {
    const turn = this.#last.then(() =>
      work({ ...this.#secrets }, async (changes) => {
        await new Promise((resolve) => setImmediate(resolve));
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) delete this.#secrets[name];
          else this.#secrets[name] = value;
        }
        this.saved.push(changes);
      }),
    );
    this.#last = turn.catch(() => undefined);
    return turn;
  };
}

/** A connection to the sandbox that has been authorized already. */
export interface SandboxConnection {
  readonly connector: Connector;
  readonly access: ConnectionAccess & { readonly secrets: MemorySecrets };
  readonly deps: ConnectorDeps;
  readonly open: () => OpenConnection;
}

export const SILENT = { info: () => undefined, warn: () => undefined };

export function connectTo(
  org: SalesforceSandbox,
  options: {
    readonly tuning?: Partial<Tuning>;
    readonly settings?: Record<string, unknown>;
    readonly secrets?: Record<string, string>;
  } = {},
): SandboxConnection {
  const connector = makeSalesforce({ ...QUICK, ...options.tuning });
  const settings = {
    method: 'web_server',
    environment: 'custom',
    loginUrl: org.url,
    clientId: org.clientId,
    ...options.settings,
  };
  const tokens = options.secrets ?? { ...org.issueTokens(), instanceUrl: org.url, identityUrl: '' };
  const access = {
    connectionId: 'c1',
    settings,
    secrets: new MemorySecrets({ clientSecret: org.clientSecret, ...tokens }),
  };
  const deps = { allowPrivateHosts: true, spoolDirectory: tmpdir(), now: () => new Date(), log: SILENT };
  return { connector, access, deps, open: () => connector.open(access, deps) };
}

/** The ID of a List View by its name as people see it. */
export async function viewId(
  connection: OpenConnection,
  name: string,
  recordType: 'Contact' | 'Lead' = 'Contact',
): Promise<string> {
  const { sources } = await connection.searchSources({ recordType, kind: 'List View', query: name, offset: 0 }, never());
  const found = sources.find((source) => source.name === name);
  if (!found) throw new Error(`no List View called ${name}`);
  return found.id;
}

/** A signal that never aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** For `assert.rejects`: a ConnectorError of this code of which the rest holds as well. */
export function failure(
  code: ConnectorErrorCode,
  holds: (error: ConnectorError) => boolean = () => true,
): (error: unknown) => boolean {
  return (error) => error instanceof ConnectorError && error.code === code && holds(error);
}

/** For `failure`: advises to come back, and after how long at least. */
export function comesBackAfter(delayMs: number): (error: ConnectorError) => boolean {
  return ({ retry }) => retry.kind === 'after' && retry.delayMs >= delayMs;
}
