import type { ConsentCause, ConsentChange, CustomValue } from './contact.ts';
import type { Draft, DraftOptOut, MappedRow } from './draft.ts';
import { decideImportConsent, type ConsentRule, type StoredConsent } from './importConsent.ts';
import { showMobile } from './phone.ts';
import type { RowProblem } from './rowCodes.ts';

/** A contact as stored, as far as a merge must know it. */
export interface StoredContact extends StoredConsent {
  readonly id: number;
  readonly contactId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mobile: string | null;
  readonly assignedTo: string | null;
  readonly custom: Readonly<Record<string, CustomValue>>;
  readonly sourceModifiedAt: Date | null;
  readonly sourceOptedOut: boolean | null;
  /** Linked to the record that is being merged; false for a contact another source made. */
  readonly linked: boolean;
}

/** What the page meets: everything stored that has one of its contact IDs or numbers. */
export interface PageSurroundings {
  readonly byContactId: ReadonlyMap<string, StoredContact>;
  readonly byMobile: ReadonlyMap<string, StoredContact>;
  /** Numbers of the page whose own STOP stands. */
  readonly stopped: ReadonlySet<string>;
  /** User ID → user; null when the mapping assigns nobody and assignments are left alone. */
  readonly staff: ReadonlyMap<string, string> | null;
}

/** The whole state a contact should have afterwards. */
export interface ContactWrite {
  readonly contactId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mobile: string | null;
  readonly assignedTo: string | null;
  readonly custom: Readonly<Record<string, CustomValue>>;
  readonly optedOut: boolean;
  readonly consentCause: ConsentCause | null;
  readonly sourceModifiedAt: Date;
  readonly sourceOptedOut: boolean | null;
}

export interface ConsentStep {
  readonly change: ConsentChange;
  readonly cause: ConsentCause;
  /** The CRM does not know it: it has to be written back. */
  readonly writeBack: boolean;
}

/** What one row comes to. */
export interface RowDecision {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'error';
  readonly recordId: string;
  readonly name: string;
  /** Errors and reasons for skipping; warnings when the row was taken. */
  readonly problems: readonly RowProblem[];
  readonly before: StoredContact | null;
  /** Null when nothing has to be written. */
  readonly write: ContactWrite | null;
  readonly consent: ConsentStep | null;
  /** An opt-in of the CRM that was not applied. */
  readonly notApplied: { readonly rule: ConsentRule; readonly conflict: boolean } | null;
  readonly modifiedAt: Date;
}

/**
 * Decides a page as one set: what every row becomes, which consent changes, what is refused and why. The result depends
 * on the rows and what is stored, not on how the rows were cut into pages (but for two contacts that exchange numbers,
 * which works within a page only).
 *
 * - The same record twice: its newest version counts, the others are skipped.
 * - A version older than the stored one is skipped.
 * - A number belongs to one contact of a team: who holds it keeps it, else who comes first gets it.
 * - A row in error still opts out when it says so: an opt-out never waits for somebody to mend a phone number.
 */
export function decidePage(rows: readonly MappedRow[], around: PageSurroundings): RowDecision[] {
  const newest = newestVersions(rows);
  const refusals = new Map<number, RowProblem>();
  rows.forEach((row, index) => {
    if (!row.ok || newest.get(recordIdOf(row)) !== index || isStale(row.draft, around)) return;
    const problem = unknownStaff(row.draft, around);
    if (problem) refusals.set(index, problem);
  });
  refuseTakenNumbers(rows, newest, around, refusals);

  return rows.map((row, index) => {
    const recordId = recordIdOf(row);
    if (newest.get(recordId) !== index) return left(row, 'skipped', [REPEATED], around);
    const before = around.byContactId.get(recordId) ?? null;
    if (!row.ok) {
      const { kind, name, problems, modifiedAt, optOut } = row;
      return refused({ outcome: kind, recordId, name, problems, modifiedAt }, optOut ?? 'keep', before, around);
    }
    if (isStale(row.draft, around)) return left(row, 'skipped', [STALE], around);
    const refusal = refusals.get(index);
    if (refusal) {
      const { modifiedAt, optOut } = row.draft;
      const name = nameOf(row);
      return refused({ outcome: 'error', recordId, name, problems: [refusal], modifiedAt }, optOut, before, around);
    }
    return before ? changed(row.draft, row.warnings, before, around) : created(row.draft, row.warnings, around);
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

function recordIdOf(row: MappedRow): string {
  return row.ok ? row.draft.recordId : row.recordId;
}

function modifiedAtOf(row: MappedRow): Date {
  return row.ok ? row.draft.modifiedAt : row.modifiedAt;
}

function nameOf(row: MappedRow): string {
  return row.ok ? `${row.draft.firstName} ${row.draft.lastName}` : row.name;
}

/** Record ID → index of its newest version in the page. */
function newestVersions(rows: readonly MappedRow[]): Map<string, number> {
  const newest = new Map<string, number>();
  rows.forEach((row, index) => {
    const other = newest.get(recordIdOf(row));
    if (other === undefined || modifiedAtOf(rows[other]!) <= modifiedAtOf(row)) newest.set(recordIdOf(row), index);
  });
  return newest;
}

function isStale(version: { readonly recordId: string; readonly modifiedAt: Date }, around: PageSurroundings): boolean {
  const stored = around.byContactId.get(version.recordId);
  return !!stored?.linked && stored.sourceModifiedAt !== null && version.modifiedAt < stored.sourceModifiedAt;
}

function unknownStaff(draft: Draft, around: PageSurroundings): RowProblem | null {
  if (!around.staff || draft.userId === null || around.staff.has(draft.userId)) return null;
  return {
    code: 'staff_unknown',
    column: 'User ID',
    value: draft.userId,
    message: `The row is assigned to the User ID ${draft.userId}, which no user has. Add it to a user, or correct it in the source.`,
  };
}

/**
 * Refuses drafts whose number somebody else has. Starts by believing every draft and takes back what can't be until
 * nothing changes, so that A and B may exchange numbers while a refused row keeps the number it had.
 */
function refuseTakenNumbers(
  rows: readonly MappedRow[],
  newest: ReadonlyMap<string, number>,
  around: PageSurroundings,
  refusals: Map<number, RowProblem>,
): void {
  const moving = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.ok && newest.get(row.draft.recordId) === index && !isStale(row.draft, around)) {
      moving.set(row.draft.recordId, index);
    }
  });

  for (let again = true; again; ) {
    again = false;
    const owners = new Map<string, { contactId: string; name: string }>();
    for (const [mobile, holder] of around.byMobile) {
      const index = moving.get(holder.contactId);
      const row = index === undefined ? undefined : rows[index];
      const leaves = row?.ok && !refusals.has(index!) && row.draft.mobile !== mobile;
      if (!leaves) owners.set(mobile, { contactId: holder.contactId, name: `${holder.firstName} ${holder.lastName}` });
    }
    for (const [recordId, index] of moving) {
      const row = rows[index]!;
      if (!row.ok || refusals.has(index)) continue;
      const owner = owners.get(row.draft.mobile);
      if (!owner) {
        owners.set(row.draft.mobile, { contactId: recordId, name: nameOf(row) });
      } else if (owner.contactId !== recordId) {
        refusals.set(index, numberTaken(row.draft.mobile, owner));
        again = true;
      }
    }
  }
}

function numberTaken(mobile: string, owner: { contactId: string; name: string }): RowProblem {
  return {
    code: 'phone_taken',
    column: 'Mobile number',
    value: mobile,
    message:
      `${showMobile(mobile)} already belongs to ${owner.name} (${owner.contactId}). ` +
      'A number belongs to one contact in a team. Correct one of the two.',
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
    modifiedAt: modifiedAtOf(row),
  };
}

/** A row that is not taken: only an opt-out in it is. */
function refused(
  row: Pick<RowDecision, 'outcome' | 'recordId' | 'name' | 'problems' | 'modifiedAt'>,
  says: DraftOptOut,
  before: StoredContact | null,
  around: PageSurroundings,
): RowDecision {
  const { recordId, modifiedAt, problems } = row;
  const optsOut =
    before !== null &&
    says === 'opted_out' &&
    !isStale({ recordId, modifiedAt }, around) &&
    decideImportConsent(before, says, modifiedAt).kind === 'set';
  if (!optsOut) return { ...row, before, write: null, consent: null, notApplied: null };
  return {
    ...row,
    problems: problems.map((problem, index) => (index === 0 ? withOptOutNote(problem) : problem)),
    before,
    write: {
      ...asStored(before),
      optedOut: true,
      consentCause: 'import',
      sourceModifiedAt: modifiedAt,
      sourceOptedOut: true,
    },
    consent: optedOutByImport(before),
    notApplied: null,
  };
}

/**
 * The CRM knows what it said itself; but an opt-in of ours that has not reached it yet would undo it there, so the
 * opt-out is sent after it.
 */
function optedOutByImport(before: StoredContact): ConsentStep {
  return { change: 'opted_out', cause: 'import', writeBack: before.pending !== null };
}

function withOptOutNote(problem: RowProblem): RowProblem {
  return { ...problem, message: `${problem.message} The opt-out in this row was recorded.` };
}

function asStored(contact: StoredContact): Omit<ContactWrite, 'sourceModifiedAt'> {
  return {
    contactId: contact.contactId,
    firstName: contact.firstName,
    lastName: contact.lastName,
    mobile: contact.mobile,
    assignedTo: contact.assignedTo,
    custom: contact.custom,
    optedOut: contact.optedOut,
    consentCause: contact.cause,
    sourceOptedOut: contact.sourceOptedOut,
  };
}

const saysOut = (says: DraftOptOut): boolean | null => (says === 'keep' ? null : says === 'opted_out');

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
      sourceOptedOut: saysOut(draft.optOut),
    },
    consent: cause ? { change: 'opted_out', cause, writeBack: stopped && draft.optOut !== 'opted_out' } : null,
    notApplied: stopped && draft.optOut === 'opted_in' ? { rule: 'stop_stands', conflict: true } : null,
    modifiedAt: draft.modifiedAt,
  };
}

function changed(
  draft: Draft,
  warnings: readonly RowProblem[],
  before: StoredContact,
  around: PageSurroundings,
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
    sourceModifiedAt: draft.modifiedAt,
    sourceOptedOut: draft.optOut === 'keep' ? before.sourceOptedOut : saysOut(draft.optOut),
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
    !before.linked ||
    before.sourceModifiedAt?.getTime() !== write.sourceModifiedAt.getTime() ||
    before.sourceOptedOut !== write.sourceOptedOut;

  return {
    outcome: differs ? 'updated' : 'unchanged',
    recordId: draft.recordId,
    name: `${draft.firstName} ${draft.lastName}`,
    problems: warnings.length > 0 && differs ? warnings : NO_PROBLEMS,
    before,
    write: differs || newVersion ? write : null,
    consent,
    notApplied: byImport.kind === 'not_applied' ? { rule: byImport.rule, conflict: byImport.conflict } : null,
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
