import type { Db } from '../db/database.ts';
import { appendConsentEvents, type NewConsentEvent } from '../db/ledger.ts';
import { bringBack } from '../db/leftSource.ts';
import { lockTeamForMerge } from '../db/lockTeam.ts';
import { mergeContacts } from '../db/mergeContacts.ts';
import { addToOutbox } from '../db/outbox.ts';
import { readSurroundings, type StoredSurroundings } from '../db/readSurroundings.ts';
import type { NewRowIssue } from '../db/rowIssues.ts';
import type { RowOutcomes } from '../db/runs.ts';
import { addConflicts, resolveAgreed, resolveConflicts } from '../db/conflicts.ts';
import type { ConsentChange, RecordType } from '../domain/contact.ts';
import type { MappedRow } from '../domain/draft.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { decidePage } from '../domain/mergePage.ts';
import type { RowDecision } from '../domain/mergeTypes.ts';
import { ROW_CODES, type RowProblem } from '../domain/rowCodes.ts';
import { rowChanges, type RowChange } from './rowChanges.ts';

export interface PageInput {
  readonly teamId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  /** Null for a preview. */
  readonly runId: string | null;
  /** The connection's name, for the ledger. */
  readonly connectionName: string;
  readonly optOut: OptOutMapping | null;
  /** The mapping has a User ID column; without one assignments are left alone. */
  readonly assignsUsers: boolean;
  readonly rows: readonly MappedRow[];
  /** Position of the first row within the run, from 1. */
  readonly firstRow: number;
  readonly now: Date;
  /** Collects every row with its changes, for previews. */
  readonly details?: boolean;
}

export interface PageResult {
  readonly outcomes: RowOutcomes;
  readonly warnings: number;
  readonly optOutsSet: number;
  readonly optOutsLifted: number;
  readonly optInsNotApplied: number;
  readonly issues: readonly NewRowIssue[];
  readonly rows?: readonly AppliedRow[];
}


export interface AppliedRow {
  readonly row: number;
  readonly outcome: RowDecision['outcome'];
  readonly recordId: string;
  readonly name: string;
  readonly mobile: string | null;
  readonly optedOut: boolean | null;
  /** The row says opted in, and an opt-out here stands against it. */
  readonly optInNotApplied: boolean;
  readonly changes: readonly RowChange[];
  readonly problem: RowProblem | null;
}

/**
 * Takes a page of mapped rows into the team's contacts: contacts, consent events, write-backs and conflicts. The one
 * way from rows to the database, for runs and, rolled back, for previews.
 *
 * Must be called inside a transaction, which holds the team's merge lock from here to its end.
 * Handing in the same page again changes nothing.
 */
export async function applyPage(tx: Db, input: PageInput): Promise<PageResult> {
  await lockTeamForMerge(tx, input.teamId);
  const around = await readSurroundings(tx, {
    teamId: input.teamId,
    connectionId: input.connectionId,
    connectionName: input.connectionName,
    recordType: input.recordType,
    recordIds: input.rows.map((row) => (row.ok ? row.draft.recordId : row.recordId)),
    mobiles: input.rows.flatMap((row) => (row.ok ? [row.draft.mobile] : [])),
    assignsUsers: input.assignsUsers,
  });
  const decisions = decidePage(input.rows, around);
  // Before the merge: the tag to take off is that of the import the contact belonged to so far.
  const back = comeBack(decisions, around);
  if (back.length > 0) await bringBack(tx, back);
  const merged = await mergeContacts(
    tx,
    input,
    decisions.flatMap((decision) => (decision.write ? [decision.write] : [])),
  );
  await recordConsent(tx, input, decisions, new Map(merged.map((contact) => [contact.contactId, contact.id])));
  return resultOf(input, decisions);
}

/**
 * Contacts that had left their source and are met in it again, whatever became of the row. Another source brings one
 * back only by taking it over.
 */
function comeBack(decisions: readonly RowDecision[], { left }: StoredSurroundings): number[] {
  if (left.size === 0) return [];
  return decisions.flatMap(({ before, write, recordId, problems }) => {
    if (!before || !left.has(recordId) || problems[0]?.code === 'record_deleted') return [];
    return before.linked || (write && !write.keepsLink) ? [before.id] : [];
  });
}

/** Consent events and conflicts of the page, with the write-backs that follow from them. */
async function recordConsent(
  tx: Db,
  input: PageInput,
  decisions: readonly RowDecision[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const idOf = (decision: RowDecision): number => decision.before?.id ?? ids.get(decision.recordId)!;
  const events: NewConsentEvent[] = [];
  const writesBack: { readonly change: ConsentChange; readonly event: number }[] = [];
  decisions.forEach((decision, index) => {
    if (!decision.consent) return;
    const line = input.rows[index]!.origin?.line;
    if (decision.consent.writeBack) writesBack.push({ change: decision.consent.change, event: events.length });
    events.push({
      contactId: idOf(decision),
      mobile: decision.write!.mobile,
      change: decision.consent.change,
      cause: decision.consent.cause,
      actor: input.connectionName,
      occurredAt: input.now,
      evidence: {
        runId: input.runId,
        row: input.firstRow + index,
        ...(line === undefined ? {} : { line }),
        field: input.optOut?.field ?? null,
        recordModifiedAt: decision.modifiedAt.toISOString(),
        ...(decision.consent.cause === 'stop_message' ? { rule: 'number_stopped' } : {}),
      },
    });
  });
  const eventIds = await appendConsentEvents(tx, input.teamId, input.now, events);
  await addToOutbox(
    tx,
    input.now,
    writesBack.map(({ change, event }) => ({
      contactId: events[event]!.contactId!,
      change,
      eventId: eventIds[event]!,
    })),
  );
  await addConflicts(
    tx,
    input,
    decisions.flatMap((decision) =>
      decision.notApplied?.conflict
        ? [{ ...decision.notApplied, contactId: idOf(decision), crmModifiedAt: decision.modifiedAt }]
        : [],
    ),
  );
  await resolveConflicts(
    tx,
    input.now,
    decisions.flatMap((decision) =>
      decision.consent?.change === 'opted_in' ? [{ contactId: idOf(decision), actor: input.connectionName }] : [],
    ),
  );
  await resolveAgreed(
    tx,
    input,
    decisions.flatMap((decision) =>
      decision.saysOut ? [{ contactId: idOf(decision), crmModifiedAt: decision.modifiedAt }] : [],
    ),
  );
}

function resultOf(input: PageInput, decisions: readonly RowDecision[]): PageResult {
  const outcomes = { read: decisions.length, created: 0, updated: 0, unchanged: 0, skipped: 0, errors: 0 };
  const issues: NewRowIssue[] = [];
  let warnings = 0;
  let optOutsSet = 0;
  let optOutsLifted = 0;
  let optInsNotApplied = 0;
  decisions.forEach((decision, index) => {
    outcomes[decision.outcome === 'error' ? 'errors' : decision.outcome] += 1;
    if (decision.consent?.change === 'opted_out') optOutsSet += 1;
    if (decision.consent?.change === 'opted_in') optOutsLifted += 1;
    if (decision.notApplied) optInsNotApplied += 1;
    const { recordId, name } = decision;
    const { line = null, cells = null } = input.rows[index]!.origin ?? {};
    decision.problems.forEach((problem, seq) => {
      const kind = ROW_CODES[problem.code];
      if (kind === 'warning') warnings += 1;
      const received = seq === 0 && decision.outcome === 'error' ? cells : null;
      issues.push({ row: input.firstRow + index, kind, recordId, name, problem, line, cells: received });
    });
  });
  return {
    outcomes,
    warnings,
    optOutsSet,
    optOutsLifted,
    optInsNotApplied,
    issues,
    ...(input.details ? { rows: decisions.map((decision, index) => detailOf(decision, input.firstRow + index)) } : {}),
  };
}

function detailOf(decision: RowDecision, row: number): AppliedRow {
  const state = decision.write ?? decision.before;
  return {
    row,
    outcome: decision.outcome,
    recordId: decision.recordId,
    name: decision.name,
    mobile: state?.mobile ?? null,
    optedOut: state?.optedOut ?? null,
    optInNotApplied: decision.notApplied !== null,
    changes: decision.outcome === 'updated' ? rowChanges(decision) : [],
    problem: decision.problems[0] ?? null,
  };
}
