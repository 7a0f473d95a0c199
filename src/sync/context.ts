import type { DataSource } from 'typeorm';
import type { Connector } from '../contract/connector.ts';
import type { Sealer } from '../db/sealer.ts';

/** A logger of the service (winston's shape); details are JSON-safe, secrets and phone numbers are redacted by it. */
export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** What every use case needs, made once in `src/main.ts`. */
export interface SyncContext {
  readonly dataSource: DataSource;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly sealer: Sealer;
  readonly allowPrivateHosts: boolean;
  /** Where files are kept while they are read; private to this machine, made when it is first needed. */
  readonly spoolDirectory: string;
  /** Where people and webhooks reach this service, without a slash at the end. */
  readonly publicUrl: string;
  readonly log: Log;
  readonly now: () => Date;
}
