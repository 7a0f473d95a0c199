import type { ConsentCause, CustomValue } from './contact.ts';
import { settleCorrections, type Correction } from './correctedNumbers.ts';
import type { Draft, DraftOptOut, MappedRow } from './draft.ts';
import { refuseRepeatedIds } from './duplicateRows.ts';
import { decideImportConsent, type ImportConsent } from './importConsent.ts';
import type { ConsentStep, ContactWrite, PageSurroundings, RowDecision, StoredContact } from './mergeTypes.ts';
import { isStale, modifiedAtOf, nameOf, newestVersions, recordIdOf } from './pageRows.ts';
import type { RowProblem } from './rowCodes.ts';
import { refuseTakenNumbers } from './takenNumbers.ts';

/**
 * Decides a page as one set: what every row becomes, which consent changes, what is refused and why. The result depends
 * on the rows and what is stored, not on how the rows were cut into pages (but for two contacts that exchange numbers,
 * which works within a page only).
 *
 * - The same record twice: its newest version counts, the others are skipped.
 * - A version older than the stored one is skipped.
 * - A number that was corrected here is not put back by a row that says the old one; its other fields are taken.
 * - Two rows of a file with the same contact ID are errors both: nobody can tell which of them is right.
 * - A contact of a source that opt-outs can be written to stays linked to it, whatever other sources say of it.
 * - A number belongs to one contact of a team: who holds it keeps it, else who comes first gets it.
 * - A row in error still opts out when it says so: an opt-out never waits for somebody to mend a phone number. It lifts
 *   nothing; that it contradicts an opt-out is a conflict all the same.
 */
export function decidePage(received: readonly MappedRow[], around: PageSurroundings): RowDecision[] {
  const { rows, corrections } = settleCorrections(received, around);
  const newest = newestVersions(rows);
  const refusals = new Map<number, RowProblem>();
  rows.forEach((row, index) => {
    if (!row.ok || newest.get(recordIdOf(row)) !== index || isStale(row.draft, around)) return;
    const problem = unknownStaff(row.draft, around);
    if (problem) refusals.set(index, problem);
  });
  refuseRepeatedIds(rows, refusals);
  refuseTakenNumbers(rows, newest, around, refusals);

  const optedOut = new Set<string>();
  const refuse = (row: RefusedRow, said: Said, before: StoredContact | null): RowDecision => {
    // Rows of a file that share an ID: the opt-out of the first is the opt-out of all.
    const heard = optedOut.has(row.recordId) ? { ...said, optOut: 'keep' as const } : said;
    const decision = refused(row, heard, before, around);
    if (decision.consent) optedOut.add(row.recordId);
    return decision;
  };
  return rows.map((row, index) => {
    const recordId = recordIdOf(row);
    if (!row.origin && newest.get(recordId) !== index) return left(row, 'skipped', [REPEATED], around);
    const before = around.byContactId.get(recordId) ?? null;
    if (!row.ok) {
      const { kind, name, problems, modifiedAt } = row;
      return refuse({ outcome: kind, recordId, name, problems, modifiedAt }, row, before);
    }
    if (isStale(row.draft, around)) return left(row, 'skipped', [STALE], around);
    const refusal = refusals.get(index);
    if (refusal) {
      const { modifiedAt } = row.draft;
      const name = nameOf(row);
      return refuse({ outcome: 'error', recordId, name, problems: [refusal], modifiedAt }, row.draft, before);
    }
    if (!before) return created(row.draft, row.warnings, around);
    return changed(row.draft, row.warnings, before, around, corrections.get(index) ?? null);
  });
}

const REPEATED: RowProblem = {
  code: 'repeated_row',
  column: null,
  value: null,
  message: 'This record came more than once in a page. Its newest version was taken; nothing was lost.',
};

const STALE: RowProblem = {
  code: 'stale_row',
  column: null,
  value: null,
  message: 'A newer version of this record is already in, so this older one was not taken.',
};

const NO_PROBLEMS: readonly RowProblem[] = [];

function unknownStaff(draft: Draft, around: PageSurroundings): RowProblem | null {
  if (!around.staff || draft.userId === null || around.staff.has(draft.userId)) return null;
  return {
    code: 'staff_unknown',
    column: 'User ID',
    value: draft.userId,
    message: `The row is assigned to the User ID ${draft.userId}, which no user has. Add it to a user, or correct it in the source.`,
  };
}

/** A row that changes nothing at all. */
function left(
  row: MappedRow,
  outcome: 'skipped',
  problems: readonly RowProblem[],
  around: PageSurroundings,
): RowDecision {
  const recordId = recordIdOf(row);
  return {
    outcome,
    recordId,
    name: nameOf(row),
    problems,
    before: around.byContactId.get(recordId) ?? null,
    write: null,
    consent: null,
    notApplied: null,
    saysOut: false,
    modifiedAt: modifiedAtOf(row),
  };
}

type RefusedRow = Pick<RowDecision, 'outcome' | 'recordId' | 'name' | 'problems' | 'modifiedAt'>;
type Said = Pick<Draft, 'optOut' | 'optOutSaid'>;

/**
 * A row that is not taken: only an opt-out in it is. An opt-in that stands against an opt-out is told as in any other
 * row, for nobody can say when the row will be mended.
 */
function refused(
  row: RefusedRow,
  { optOut, optOutSaid }: Said,
  before: StoredContact | null,
  around: PageSurroundings,
): RowDecision {
  const { recordId, modifiedAt, problems } = row;
  if (before === null || isStale({ recordId, modifiedAt }, around)) {
    return { ...row, before, write: null, consent: null, notApplied: null, saysOut: false };
  }
  const byImport = decideImportConsent(before, optOut, modifiedAt);
  const saysOut = optOut === 'opted_out';
  if (byImport.kind !== 'set') {
    // With another one's number it may be the wrong person's row, so it lifts nothing before it is mended.
    const told: ImportConsent =
      byImport.kind === 'lift' ? { kind: 'not_applied', rule: 'row_not_taken', conflict: true } : byImport;
    return { ...row, before, write: null, consent: null, notApplied: notAppliedOf(told, optOutSaid), saysOut };
  }
  return {
    ...row,
    problems: problems.map((problem, index) => (index === 0 ? withOptOutNote(problem) : problem)),
    before,
    write: {
      ...asStored(before),
      optedOut: true,
      consentCause: 'import',
      ...(before.keepsLink ? {} : { sourceModifiedAt: modifiedAt, sourceOptedOut: true }),
    },
    consent: optedOutByImport(before),
    notApplied: null,
    saysOut,
  };
}

/**
 * The CRM knows what it said itself; but an opt-in of ours that has not reached it yet would undo it there, so the
 * opt-out is sent after it. What another source said it has yet to hear.
 */
function optedOutByImport(before: StoredContact): ConsentStep {
  return { change: 'opted_out', cause: 'import', writeBack: before.pending !== null || before.keepsLink };
}

function withOptOutNote(problem: RowProblem): RowProblem {
  return { ...problem, message: `${problem.message} The opt-out in this row was recorded.` };
}

function notAppliedOf(byImport: ImportConsent, said: Draft['optOutSaid']): RowDecision['notApplied'] {
  if (byImport.kind !== 'not_applied') return null;
  return { rule: byImport.rule, conflict: byImport.conflict, said };
}

function asStored(contact: StoredContact): ContactWrite {
  return {
    contactId: contact.contactId,
    firstName: contact.firstName,
    lastName: contact.lastName,
    mobile: contact.mobile,
    assignedTo: contact.assignedTo,
    custom: contact.custom,
    optedOut: contact.optedOut,
    consentCause: contact.cause,
    sourceModifiedAt: contact.sourceModifiedAt,
    sourceOptedOut: contact.sourceOptedOut,
    keepsLink: contact.keepsLink,
    correctedAt: contact.correction?.at ?? null,
  };
}

const sourceState = (says: DraftOptOut): boolean | null => (says === 'keep' ? null : says === 'opted_out');

function assignee(draft: Draft, around: PageSurroundings, stored: string | null): string | null {
  if (!around.staff) return stored;
  return draft.userId === null ? null : (around.staff.get(draft.userId) ?? stored);
}

function created(draft: Draft, warnings: readonly RowProblem[], around: PageSurroundings): RowDecision {
  const stopped = around.stopped.has(draft.mobile);
  const out = stopped || draft.optOut === 'opted_out';
  const cause: ConsentCause | null = stopped ? 'stop_message' : out ? 'import' : null;
  return {
    outcome: 'created',
    recordId: draft.recordId,
    name: `${draft.firstName} ${draft.lastName}`,
    problems: warnings,
    before: null,
    write: {
      contactId: draft.recordId,
      firstName: draft.firstName,
      lastName: draft.lastName,
      mobile: draft.mobile,
      assignedTo: assignee(draft, around, null),
      custom: draft.custom ?? {},
      optedOut: out,
      consentCause: cause,
      sourceModifiedAt: draft.modifiedAt,
      sourceOptedOut: sourceState(draft.optOut),
      keepsLink: false,
      correctedAt: null,
    },
    consent: cause ? { change: 'opted_out', cause, writeBack: stopped && draft.optOut !== 'opted_out' } : null,
    notApplied:
      stopped && draft.optOut === 'opted_in'
        ? { rule: 'stop_stands', conflict: true, said: draft.optOutSaid }
        : null,
    saysOut: false,
    modifiedAt: draft.modifiedAt,
  };
}

function changed(
  draft: Draft,
  warnings: readonly RowProblem[],
  before: StoredContact,
  around: PageSurroundings,
  correction: Correction | null,
): RowDecision {
  const byImport = decideImportConsent(before, draft.optOut, draft.modifiedAt);
  const stopMoved =
    around.stopped.has(draft.mobile) && draft.mobile !== before.mobile && before.cause !== 'stop_message';
  const stopsNow = stopMoved || (around.stopped.has(draft.mobile) && byImport.kind === 'lift');

  let consent: ConsentStep | null = null;
  // Written back whatever the row says: an opt-in of ours may be on its way, or newer than this version of the record.
  if (stopsNow) consent = { change: 'opted_out', cause: 'stop_message', writeBack: true };
  else if (byImport.kind === 'set') consent = optedOutByImport(before);
  else if (byImport.kind === 'lift') consent = { change: 'opted_in', cause: 'import', writeBack: false };

  const custom = draft.custom ? { ...before.custom, ...draft.custom } : before.custom;
  const write: ContactWrite = {
    contactId: draft.recordId,
    firstName: draft.firstName,
    lastName: draft.lastName,
    mobile: draft.mobile,
    assignedTo: assignee(draft, around, before.assignedTo),
    custom,
    optedOut: consent ? consent.change === 'opted_out' : before.optedOut,
    consentCause: consent ? consent.cause : before.cause,
    sourceModifiedAt: before.keepsLink ? before.sourceModifiedAt : draft.modifiedAt,
    sourceOptedOut: before.keepsLink || draft.optOut === 'keep' ? before.sourceOptedOut : sourceState(draft.optOut),
    keepsLink: before.keepsLink,
    correctedAt: correction?.kind === 'ended' ? null : (before.correction?.at ?? null),
  };
  const differs =
    consent !== null ||
    write.firstName !== before.firstName ||
    write.lastName !== before.lastName ||
    write.mobile !== before.mobile ||
    write.assignedTo !== before.assignedTo ||
    (draft.custom !== null && !sameValues(draft.custom, before.custom));
  // The version is kept even when nothing else changed, so that an older one can be told when it comes.
  const newVersion =
    (!before.linked && !before.keepsLink) ||
    before.sourceModifiedAt?.getTime() !== write.sourceModifiedAt?.getTime() ||
    before.sourceOptedOut !== write.sourceOptedOut ||
    correction?.kind === 'ended';
  // The numbering plan's doubts are told when something changed; a correction the source lacks, as long as it does.
  const notes = differs ? warnings : NO_PROBLEMS;

  return {
    outcome: differs ? 'updated' : 'unchanged',
    recordId: draft.recordId,
    name: `${draft.firstName} ${draft.lastName}`,
    problems: correction?.kind === 'kept' ? [correction.note, ...notes] : notes,
    before,
    write: differs || newVersion ? write : null,
    consent,
    notApplied: notAppliedOf(byImport, draft.optOutSaid),
    saysOut: (newVersion || before.keepsLink) && draft.optOut === 'opted_out',
    modifiedAt: draft.modifiedAt,
  };
}

function sameValues(
  draft: Readonly<Record<string, CustomValue>>,
  stored: Readonly<Record<string, CustomValue>>,
): boolean {
  for (const key in draft) if ((stored[key] ?? null) !== draft[key]) return false;
  return true;
}
