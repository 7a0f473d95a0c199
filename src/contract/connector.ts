import type { RecordType } from '../domain/contact.ts';
import type { FileOptions } from '../domain/sourceFile.ts';
import type { ConnectorError } from './errors.ts';
import type { FileAccess, FolderListing, IdentityCheck } from './files.ts';
import type { ConnectorLog } from './log.ts';
import type { RecordsRequest, RecordState, WriteBackItem, WriteBackOutcome } from './records.ts';
import type {
  PullRequest,
  SourceDescription,
  SourceField,
  SourcePage,
  SourceSearch,
  SourceSearchRequest,
} from './sources.ts';

/**
 * What a connector implements. One connector is one kind of source (`salesforce`, later `connect`, `ftp`, `file`), a
 * folder under `connectors/` and one line in the registry. It knows this contract and the domain's types and nothing
 * else: no database, no HTTP routes, no other connector. It keeps no state between calls but what it is handed.
 *
 * What every connector must guarantee is stated beside each member and checked by the conformance suite
 * (`test/contract/conformance.ts`), which runs against every connector.
 */
export interface Connector {
  /** Lower-case ID stored in the database; never renamed. */
  readonly id: string;
  /** The vendor's name as people know it. */
  readonly title: string;
  /** The vendor API version this connector is written against, e.g. `v62.0`. */
  readonly apiVersion: string;
  readonly recordTypes: readonly RecordTypeDescription[];
  /** The kinds of source an admin chooses among, in that order. */
  readonly sourceKinds: readonly SourceKind[];
  /** How many windows a day an import may be scheduled in. */
  readonly maxWindowsPerDay: number;
  /**
   * Opt-outs can be written to the records a contact came from: `OpenConnection.writeBack` and `readRecords` are there.
   */
  readonly writesBack: boolean;
  /** How many records `OpenConnection.readRecords` reads with one call; what an audit costs follows from it. */
  readonly recordsPerRead: number;
  /**
   * Checks settings typed by an admin.
   * @returns the settings to store (normalised), or what is wrong, field by field
   */
  checkSettings(input: Readonly<Record<string, unknown>>): SettingsCheck;
  /**
   * Checks how files are chosen, read and put away; present when sources are files.
   * @param input - every option of `FileOptions`
   * @returns the options to store, or what is wrong: field `source` or `files.` with an option's name
   */
  checkFiles?(sourceId: string, input: Readonly<Record<string, unknown>>): FilesCheck;
  /**
   * Names of the secrets an admin types, e.g. `clientSecret`; all others are the connector's own and never taken from a
   * form.
   */
  readonly typedSecrets: readonly string[];
  /** Which of them these settings make use of; the others are not kept. All, when absent. */
  usedSecrets?(settings: Readonly<Record<string, unknown>>): readonly string[];
  /** Where a person opens a record in a browser, as far as the settings tell; null when they don't. */
  recordUrl?(settings: Readonly<Record<string, unknown>>, recordType: RecordType, recordId: string): string | null;
  /** Present when a connection may sign in with a certificate. */
  readonly certificates?: CertificateKeeper;
  /** Present when the connector is authorised by a person in a browser. */
  readonly authorization?: AuthorizationFlow;
  /** Opens one connection. Does no I/O of its own; the first call that needs the network makes it. */
  open(access: ConnectionAccess, deps: ConnectorDeps): OpenConnection;
}

export interface RecordTypeDescription {
  readonly id: RecordType;
  /** Plural, as a tab is called: `Contacts`. */
  readonly label: string;
}

export interface SourceKind {
  /** As people call it: `List View`. */
  readonly name: string;
  /** Which record a row is stands only in a column that an admin maps. */
  readonly mapsIdentity: boolean;
  /** So does when the record was last modified. */
  readonly mapsModified: boolean;
}

export type SettingsCheck =
  | { readonly ok: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export type FilesCheck =
  | { readonly ok: true; readonly sourceId: string; readonly options: FileOptions }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** One thing wrong in a form: which field, and a sentence saying what and what to do. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** One configured connection as the connector sees it. */
export interface ConnectionAccess {
  readonly connectionId: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: SecretStore;
  /**
   * The account the connection belongs to; null before it was first connected. A session of any other account must be
   * refused with `ACCOUNT_CHANGED`: contacts would come from it, and opt-outs go to it.
   */
  readonly accountId?: string | null;
  /** Asked before every call that reads; absent when nothing limits what may be spent. */
  readonly mayCall?: SpendingGuard;
}

/** Calls an account has, and has left, in its day. */
export interface CallUsage {
  readonly left: number;
  readonly allowed: number;
}

/**
 * Decides whether one more reading call may go out; what it returns is thrown instead of calling. Write-backs and token
 * renewals are never asked about: an opt-out does not wait for a budget.
 */
export type SpendingGuard = (spent: {
  /** As `OpenConnection.callsUsed()`. */
  readonly callsUsed: number;
  /** As the vendor's last answer said; null before the first. */
  readonly usage: CallUsage | null;
}) => ConnectorError | null;

/**
 * Certificates for signing in without a person. Both halves are kept in the secret store, as `privateKey` and
 * `certificate` (PEM); the private key never leaves it.
 */
export interface CertificateKeeper {
  /** Makes a key pair and a self-signed certificate, valid for two years from `now`. */
  create(commonName: string, now: Date): Promise<CertificateSecrets>;
  /** Checks an uploaded pair: both readable PEM, belonging together, valid at `now`. Problems name the field. */
  accept(
    input: CertificateSecrets,
    now: Date,
  ):
    | { readonly ok: true; readonly secrets: CertificateSecrets }
    | { readonly ok: false; readonly problems: readonly FieldProblem[] };
  /** What people may see of a certificate. */
  describe(certificate: string): CertificateFacts;
}

export interface CertificateSecrets {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly expiresAt: Date;
  /** SHA-256, upper-case hexadecimal pairs with colons. */
  readonly fingerprint: string;
}

/** The connection's secrets (client secret, tokens), kept encrypted by the database floor. */
export interface SecretStore {
  read(): Promise<Readonly<Record<string, string>>>;
  /**
   * Reads and changes secrets under a lock that all processes share, so that a rotated refresh token is never used
   * twice. `save` stores durably (committed) before it resolves: a token is saved before it is used. `null` removes a
   * secret.
   */
  update<T>(
    work: (
      current: Readonly<Record<string, string>>,
      save: (changes: Readonly<Record<string, string | null>>) => Promise<void>,
    ) => Promise<T>,
  ): Promise<T>;
}

export interface ConnectorDeps {
  /**
   * A private folder of this machine, for files while they are read; its content may vanish between two calls. Made by
   * whoever writes to it first.
   */
  readonly spoolDirectory: string;
  /** False refuses loopback, private and link-local addresses; see `hostGuard.ts`. */
  readonly allowPrivateHosts: boolean;
  readonly now: () => Date;
  readonly log: ConnectorLog;
}

/** OAuth in the browser: two steps around the vendor's consent page. */
export interface AuthorizationFlow {
  /**
   * False when these settings connect without a person (client credentials): then `test()` alone proves the connection.
   */
  isNeeded(settings: Readonly<Record<string, unknown>>): boolean;
  /** @returns the vendor's page to send the browser to, and the PKCE verifier to keep on the server */
  begin(
    access: ConnectionAccess,
    deps: ConnectorDeps,
    request: { readonly redirectUri: string; readonly state: string },
  ): Promise<{ readonly url: string; readonly verifier: string }>;
  /**
   * Exchanges the code and saves the tokens through `access.secrets`.
   * @throws ConnectorError `AUTH_REFUSED` code or client refused; `ACCOUNT_CHANGED` when it is another account than
   *   `expectedAccountId`
   */
  complete(
    access: ConnectionAccess,
    deps: ConnectorDeps,
    answer: {
      readonly code: string;
      readonly redirectUri: string;
      readonly verifier: string;
      readonly expectedAccountId: string | null;
    },
    signal: AbortSignal,
  ): Promise<ConnectedAccount>;
}

/** Which account (Salesforce org) a connection speaks to. */
export interface ConnectedAccount {
  /** The vendor's ID of the account, e.g. the 18-character org ID. */
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
}

export interface OpenConnection {
  /**
   * Reads who we are and what we may do; the *Test connection* button.
   * @param sourceId - whose folder is looked into, where sources are files; null: where signing in leads to
   */
  test(signal: AbortSignal, sourceId?: string | null): Promise<ConnectionReport>;
  /** Present when sources are files. */
  readonly files?: FileAccess;
  /** Present when a person has to trust the server before anything secret is sent to it. */
  readonly identity?: IdentityCheck;
  /** Finds import sources by part of their name or folder, unusable ones included with the reason, 20 at a time. */
  searchSources(request: SourceSearchRequest, signal: AbortSignal): Promise<SourceSearch>;
  /** Everything about one source that an admin must see before choosing it. */
  describeSource(
    recordType: RecordType,
    sourceId: string,
    signal: AbortSignal,
    files?: FileOptions | null,
  ): Promise<SourceDescription>;
  /**
   * The fields a source offers for mapping, as the API user can read them. Sources without columns of their own, and a
   * null `sourceId`, offer the record type's fields. Files offer the columns of the newest one, or else those of a
   * sample.
   */
  describeFields(
    recordType: RecordType,
    sourceId: string | null,
    signal: AbortSignal,
    files?: FileOptions | null,
  ): Promise<readonly SourceField[]>;
  /**
   * Reads a source page by page, in (modified, ID) order unless the pages say otherwise. Guarantees: starting after any
   * page's cursor gives exactly the rows that had not come yet (repeats are allowed, losses are not); rows that share a
   * modified time are never lost; aborting ends the iteration within a second with `signal.reason`; the last page has
   * `last: true`, also when it is empty.
   * @throws ConnectorError
   */
  pull(request: PullRequest, signal: AbortSignal): AsyncIterable<SourcePage>;
  /**
   * Writes opt-out values to records, as few calls as the vendor allows. Present when `Connector.writesBack`.
   * @returns one outcome per item, in the order of `items`
   * @throws ConnectorError when no item was answered (authorization, limit, outage, timeout): every item is sent again,
   *   so writing one twice must do no harm
   */
  writeBack?(items: readonly WriteBackItem[], signal: AbortSignal): Promise<readonly WriteBackOutcome[]>;
  /**
   * Reads one field of records by their IDs, as few calls as the vendor allows: to see whether a written value stands,
   * and to compare opt-outs. Present when `Connector.writesBack`.
   * @returns one state per ID, in the order of `recordIds`
   * @throws ConnectorError
   */
  readRecords?(request: RecordsRequest, signal: AbortSignal): Promise<readonly RecordState[]>;
  /** Calls counted against the vendor's allowance since this connection was opened. */
  callsUsed(): number;
  /** What the account has left, as the last answer said; null when nothing was said yet. */
  usage(): CallUsage | null;
  /** Releases sockets and timers. Safe to call twice. */
  close(): Promise<void>;
}

export interface ConnectionReport {
  readonly account: ConnectedAccount;
  readonly apiVersion: string;
  /** Calls left today and the daily allowance; null when the vendor does not say. */
  readonly calls: CallUsage | null;
  readonly permissions: readonly PermissionCheck[];
  /** What was seen on a server of files. */
  readonly folder?: FolderListing;
}

export interface PermissionCheck {
  /** Stable ID, e.g. `api_enabled`. */
  readonly id: string;
  /** What it allows, e.g. `Read contacts`. */
  readonly label: string;
  readonly ok: boolean;
  /** What to click where, when it is missing; empty when it is ok. */
  readonly remedy: string;
}
