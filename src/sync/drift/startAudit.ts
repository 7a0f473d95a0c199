import { addAudit } from '../../db/driftAudits.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { forecastAudits } from './auditables.ts';

export interface AuditRequest {
  readonly teamId: string;
  readonly connectionId: string;
  /** A person's name, `Weekly`, `API (…)`. */
  readonly startedBy: string;
  /** Makes a weekly start happen once; absent for one on demand. */
  readonly windowKey?: string;
}

/**
 * Queues a drift audit and wakes the workers.
 * @returns its ID
 * @throws RequestError `connection_missing`; `audit_refused` when the connection can't be read or nothing of it is
 *   compared; `audit_running`
 */
export async function startAudit(ctx: SyncContext, request: AuditRequest): Promise<string> {
  return ctx.dataSource.transaction(async (tx) => {
    const [connection] = await forecastAudits(ctx, tx, request.teamId, request.connectionId);
    if (!connection) {
      throw new RequestError('not_found', 'connection_missing', 'This connection can’t be found in this team.');
    }
    if (connection.refused !== null) throw new RequestError('refused', 'audit_refused', connection.refused);
    const id = await addAudit(tx, {
      ...request,
      windowKey: request.windowKey ?? null,
      total: connection.contacts,
      callsForecast: connection.callsForecast,
      now: ctx.now(),
    });
    if (id !== null) return id;
    throw new RequestError(
      'conflict',
      'audit_running',
      `An audit of ${connection.name} waits or runs already. Its report appears under Drift audit.`,
    );
  });
}
