import type { Db } from '../../db/database.ts';
import { asCompared, contactsById, readAuditSubjects, type AuditSubject, type DriftContact } from '../../db/driftContacts.ts';
import {
  decidingEvents,
  endRepair,
  lockAudit,
  markRepaired,
  nextFoundDrift,
  recordOptOuts,
  type FoundDrift,
} from '../../db/driftRepairs.ts';
import { resolveAgreed, resolveConflicts } from '../../db/conflicts.ts';
import { appendConsentEvents } from '../../db/ledger.ts';
import { lockTeamForMerge } from '../../db/lockTeam.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { isUuid } from '../../db/reads/ids.ts';
import { decideRepair } from '../../domain/compareConsent.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/** Contacts repaired in one transaction, which keeps imports of the team waiting for some tens of milliseconds. */
const BATCH = 500;

export interface RepairRequest {
  readonly teamId: string;
  readonly auditId: string;
  /** The person's or token's name. */
  readonly actor: string;
}

/** What was done; `passedOver` counts disagreements that are settled, or that our own newer change stands against. */
export interface Repaired {
  readonly written: number;
  readonly recorded: number;
  readonly passedOver: number;
}

/**
 * Settles what an audit found, by the contacts' present states: our opt-outs are sent to the CRM again, the CRM's are
 * recorded here as an import would. Only ever adds opt-outs. A second time does nothing; one that was cut off goes on.
 *
 * @throws RequestError `audit_missing`; `audit_running` while it waits or runs
 */
export async function repairAudit(ctx: SyncContext, request: RepairRequest): Promise<Repaired> {
  const total = { written: 0, recorded: 0, passedOver: 0 };
  if (!isUuid(request.auditId)) throw missing();
  let behind: number | null = 0;
  while (behind !== null) {
    const from: number = behind;
    behind = await ctx.dataSource.transaction((tx) => repairBatch(tx, ctx.now(), request, from, total));
  }
  if (total.written + total.recorded > 0) ctx.log.info('drift repaired', { auditId: request.auditId, ...total });
  return total;
}

/** @returns the last contact of the batch; null when there is nothing left to repair */
async function repairBatch(
  tx: Db,
  now: Date,
  { teamId, auditId, actor }: RepairRequest,
  behind: number,
  total: { written: number; recorded: number; passedOver: number },
): Promise<number | null> {
  const audit = await lockAudit(tx, teamId, auditId);
  if (!audit) throw missing();
  if (audit.state === 'queued' || audit.state === 'running') {
    throw new RequestError('conflict', 'audit_running', 'This audit is not over yet. Repair it when it has ended.');
  }
  if (audit.isRepaired) return null;
  await lockTeamForMerge(tx, teamId);
  const found = await nextFoundDrift(tx, auditId, behind, BATCH);
  const last = found.at(-1);
  if (!last) {
    await endRepair(tx, { auditId, teamId, now }, actor);
    return null;
  }
  const decided = await decide(tx, audit.connectionId, found);
  // To a connection that was disconnected nothing is written any more.
  const writes = decided.filter(({ repair }) => repair === 'write' && audit.isConnected);
  const records = decided.filter(({ repair }) => repair === 'record');
  const sent = await sendOurs(tx, now, writes);
  await resolveConflicts(tx, now, sent.map((contactId) => ({ contactId, actor })));
  await recordTheirs(tx, { teamId, auditId, actor, now }, records);
  await resolveAgreed(
    tx,
    { ...audit, now },
    records.map(({ drift }) => ({ contactId: drift.contactId, crmModifiedAt: drift.crmModifiedAt! })),
  );
  const repaired = [...sent, ...records.map(({ drift }) => drift.contactId)];
  await markRepaired(tx, { auditId, teamId, now }, repaired);
  total.written += sent.length;
  total.recorded += records.length;
  total.passedOver += found.length - repaired.length;
  return last.contactId;
}

interface Decided {
  readonly drift: FoundDrift;
  readonly contact: DriftContact;
  readonly subject: AuditSubject;
  readonly repair: 'write' | 'record';
}

/** What is to be done about each, by the contacts as they stand; those to pass over are left out. */
async function decide(tx: Db, connectionId: string, found: readonly FoundDrift[]): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const subject of await readAuditSubjects(tx, connectionId)) {
    const { recordType } = subject;
    const ofType = found.filter((drift) => drift.recordType === recordType);
    const contacts = await contactsById(
      tx,
      { connectionId, recordType },
      ofType.map((drift) => drift.contactId),
    );
    for (const drift of ofType) {
      const contact = contacts.get(drift.contactId);
      if (contact?.recordId !== drift.recordId) continue;
      const repair = decideRepair(asCompared(contact, contact, subject), {
        kind: drift.kind,
        recordModifiedAt: drift.crmModifiedAt,
        comparedAt: drift.comparedAt,
      });
      if (repair !== 'none') decided.push({ drift, contact, subject, repair });
    }
  }
  return decided.sort((a, b) => a.drift.contactId - b.drift.contactId);
}

/** Sends our opt-outs again, each by the event that decided it. @returns the contacts that were sent */
async function sendOurs(tx: Db, now: Date, writes: readonly Decided[]): Promise<number[]> {
  const events = await decidingEvents(
    tx,
    writes.map(({ drift }) => drift.contactId),
  );
  const changes = writes.flatMap(({ drift: { contactId } }) => {
    const eventId = events.get(contactId);
    return eventId === undefined ? [] : [{ contactId, change: 'opted_out' as const, eventId }];
  });
  await addToOutbox(tx, now, changes);
  return changes.map(({ contactId }) => contactId);
}

/** Takes the CRM's opt-outs in, as the import would that brought these versions of the records. */
async function recordTheirs(
  tx: Db,
  by: { readonly teamId: string; readonly auditId: string; readonly actor: string; readonly now: Date },
  records: readonly Decided[],
): Promise<void> {
  if (records.length === 0) return;
  const { teamId, auditId, actor, now } = by;
  const eventIds = await appendConsentEvents(
    tx,
    teamId,
    now,
    records.map(({ drift, contact, subject }) => ({
      contactId: contact.id,
      mobile: contact.mobile,
      change: 'opted_out',
      cause: 'import',
      actor,
      occurredAt: now,
      evidence: { auditId, field: subject.field, recordModifiedAt: drift.crmModifiedAt!.toISOString() },
    })),
  );
  await recordOptOuts(
    tx,
    now,
    records.map(({ drift, subject }) => ({
      contactId: drift.contactId,
      version: subject.mapsModified ? null : drift.crmModifiedAt,
    })),
  );
  // The CRM knows its own word, but an opt-in of ours that has not reached it would undo it there.
  await addToOutbox(
    tx,
    now,
    records.flatMap(({ contact }, index) =>
      contact.pending ? [{ contactId: contact.id, change: 'opted_out' as const, eventId: eventIds[index]! }] : [],
    ),
  );
}

function missing(): RequestError {
  return new RequestError('not_found', 'audit_missing', 'This drift audit can’t be found in this team.');
}
