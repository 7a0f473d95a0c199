import type { OpenConnection } from '../contract/connector.ts';
import type { ConnectionRow } from '../db/entities.ts';
import type { ClaimedRun } from '../db/runs.ts';
import type { SyncContext } from './context.ts';
import type { RunSettings } from './startRun.ts';

export interface RunWorker {
  /** Names this worker's leases; unique per process start. */
  readonly owner: string;
  /** How long a worker may be silent before another takes its run over, milliseconds. */
  readonly leaseMs: number;
  /** Aborted when the process has to stop: the page in hand is finished, then the run is given back. */
  readonly stopping: AbortSignal;
  /** Called at each renewal of the lease, so that a job engine can renew its own lock. */
  readonly onHeartbeat?: () => Promise<void>;
}

/** A run that was claimed, with all that its steps need. */
export interface RunWork {
  readonly ctx: SyncContext;
  readonly run: ClaimedRun;
  readonly settings: RunSettings;
  readonly connection: ConnectionRow;
  readonly open: OpenConnection;
  readonly worker: RunWorker;
  readonly progress: Progress;
}

/** How far this taking up of the run has come. */
export interface Progress {
  rowsRead: number;
  cancelled: boolean;
  /** The last page was read. */
  complete: boolean;
  /** Calls that have been added to the connection's day. */
  callsCounted: number;
  readonly started: number;
  readonly rowsAtStart: number;
}
