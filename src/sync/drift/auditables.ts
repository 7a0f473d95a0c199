import { readAuditables } from '../../db/reads/optOuts/drift.ts';
import type { Weekday } from '../../domain/windows.ts';
import { connectorOf } from '../connections/findConnection.ts';
import type { SyncContext } from '../context.ts';
import type { Db } from '../../db/database.ts';

/** A connection, and what an audit of it would come to. */
export interface AuditForecast {
  readonly id: string;
  readonly name: string;
  /** Linked contacts of the record types whose preferences are exchanged. */
  readonly contacts: number;
  /** Each record type takes as many calls as its contacts fill. */
  readonly callsForecast: number;
  /** Day of the weekly audit; null when it is off. */
  readonly weeklyOn: Weekday | null;
  /** Why it can't be audited now, and what to do; null when it can. */
  readonly refused: string | null;
}

/** The team's connections that were not disconnected; with `connectionId` that one alone, disconnected or not. */
export async function forecastAudits(
  ctx: SyncContext,
  db: Db,
  teamId: string,
  connectionId: string | null = null,
): Promise<AuditForecast[]> {
  const connections = await readAuditables(db, teamId, connectionId);
  return connections.map(({ connector, contactsByType, ...connection }) => {
    const { recordsPerRead } = connectorOf(ctx, { connector });
    return {
      ...connection,
      contacts: contactsByType.reduce((sum, count) => sum + count, 0),
      callsForecast: contactsByType.reduce((sum, count) => sum + Math.ceil(count / recordsPerRead), 0),
    };
  });
}
