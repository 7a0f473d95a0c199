import type { RunSummary } from './runSummary.ts';

export type HealthState = 'healthy' | 'needs_attention' | 'broken' | 'paused' | 'not_finished';

export interface Health {
  readonly state: HealthState;
  readonly since: string | null;
  /** Why, in a sentence. */
  readonly reason: string;
  /** A connector's error code when a standing fault is the reason. */
  readonly code: string | null;
}

export interface HealthFacts {
  readonly connected: boolean;
  readonly fault: { readonly code: string; readonly message: string; readonly since: string } | null;
  readonly schedulePaused: boolean;
  /** One for each import that is on: its name, its last finished run, and the run that waits for calls or an answer. */
  readonly imports: readonly {
    readonly label: string;
    readonly lastRun: RunSummary | null;
    readonly held: RunSummary | null;
  }[];
  readonly deadWriteBacks: number;
  /** When the oldest dead letter was made. */
  readonly deadSince: string | null;
  /** An imported file that can't be put away; null or absent when there is none. */
  readonly stuckFile?: { readonly reason: string; readonly since: string } | null;
}

/**
 * How a connection stands, by its standing faults, last finished runs and runs that wait; what runs now never changes
 * it. The worst reason is told: a fault, then what is not finished, a failed run, a run that waits, a paused schedule,
 * and what waits for a person.
 */
export function healthOf(facts: HealthFacts): Health {
  const { fault, imports } = facts;
  if (fault) return { state: 'broken', since: fault.since, reason: fault.message, code: fault.code };
  if (!facts.connected) return plain('not_finished', null, 'Not connected yet.');
  if (imports.length === 0) return plain('not_finished', null, 'Connected. No import is turned on yet.');

  const failed = newest(imports, (run) => run.state === 'failed' && !isMendedByConnecting(run));
  if (failed) {
    const { lastRun, label } = failed;
    const words = lastRun.error?.message ?? 'It stopped before its end.';
    return {
      state: 'broken',
      since: lastRun.finishedAt,
      reason: `The last import of ${label} failed. ${words}`,
      code: lastRun.error?.code ?? null,
    };
  }
  const held = heldImport(imports);
  if (held) return held;
  if (facts.schedulePaused) return plain('paused', null, 'The schedule is paused: imports run only by hand.');
  if (facts.deadWriteBacks > 0) {
    return plain(
      'needs_attention',
      facts.deadSince,
      `${counted(facts.deadWriteBacks, 'opt-out was refused and needs', 'opt-outs were refused and need')} a person.`,
    );
  }
  if (facts.stuckFile) return plain('needs_attention', facts.stuckFile.since, facts.stuckFile.reason);
  const withErrors = newest(imports, (run) => run.state === 'completed_with_errors');
  if (withErrors) {
    const { lastRun, label } = withErrors;
    return plain('needs_attention', lastRun.finishedAt, `The last import of ${label}: ${endedShort(lastRun)}`);
  }
  const last = newest(imports, () => true);
  if (!last) return plain('healthy', null, 'Connected. Nothing has been imported yet.');
  const { lastRun, label } = last;
  if (lastRun.state === 'failed')
    return plain('healthy', null, `Connected again. The next import of ${label} goes on where the last one ended.`);
  if (lastRun.state === 'cancelled')
    return plain('healthy', lastRun.finishedAt, `The last import of ${label} was cancelled.`);
  if (lastRun.note) return plain('healthy', lastRun.finishedAt, lastRun.note);
  return plain(
    'healthy',
    lastRun.finishedAt,
    `The last import of ${label} took in ${counted(lastRun.outcomes.read, 'row', 'rows')}.`,
  );
}

/**
 * A run that waits is neither over nor silent; one that asks comes before one that goes on by itself. Looking twice at
 * a file before it is read is everyday life.
 */
function heldImport(imports: HealthFacts['imports']): Health | null {
  const waiting = imports.flatMap(({ held, label }) =>
    held?.hold && held.hold.kind !== 'upload' ? [{ label, run: held, hold: held.hold }] : [],
  );
  const first = waiting.find(({ hold }) => hold.kind === 'question') ?? waiting[0];
  if (!first) return null;
  const { label, run, hold } = first;
  const words = hold.kind === 'question' ? 'waits for an answer' : 'is paused';
  return plain('needs_attention', run.startedAt, `The import of ${label} ${words}. ${hold.message}`);
}

/** Faults that connecting again mends; a standing one is told as a fault, not as a failed run. */
const AUTHORIZATION: ReadonlySet<string> = new Set([
  'AUTH_REVOKED',
  'AUTH_REFUSED',
  'CERTIFICATE_REFUSED',
  'NOT_CONNECTED',
  'ACCOUNT_CHANGED',
  'LOGIN_REFUSED',
  'HOST_KEY_UNKNOWN',
  'HOST_KEY_CHANGED',
  'CERTIFICATE_UNTRUSTED',
]);

export function isMendedByConnecting(run: RunSummary): boolean {
  return AUTHORIZATION.has(run.error?.code ?? '');
}

/** Why a run that ended is not simply done: rows to mend, or what its own note says. */
export function endedShort(run: RunSummary): string {
  const { errors } = run.outcomes;
  if (errors === 0) return run.error?.message ?? 'It ended with a note.';
  return `${counted(errors, 'row needs', 'rows need')} mending.`;
}

const plain = (state: HealthState, since: string | null, reason: string): Health => ({
  state,
  since,
  reason,
  code: null,
});

function newest(
  imports: HealthFacts['imports'],
  wanted: (run: RunSummary) => boolean,
): { readonly label: string; readonly lastRun: RunSummary } | null {
  let found: { label: string; lastRun: RunSummary } | null = null;
  for (const { label, lastRun } of imports) {
    if (lastRun === null || !wanted(lastRun)) continue;
    if (!found || (lastRun.finishedAt ?? '') > (found.lastRun.finishedAt ?? '')) found = { label, lastRun };
  }
  return found;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
