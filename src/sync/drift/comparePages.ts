import type { OpenConnection } from '../../contract/connector.ts';
import type { RecordState } from '../../contract/records.ts';
import { commitAuditPage, type AuditLease, type ClaimedAudit, type ComparedRow } from '../../db/driftAudits.ts';
import {
  asCompared,
  contactsBehind,
  contactsById,
  placeOf,
  readAuditSubjects,
  type AuditPlace,
  type AuditSubject,
  type DriftContact,
} from '../../db/driftContacts.ts';
import { compareConsent, type RecordSays } from '../../domain/compareConsent.ts';
import type { OptOutMapping } from '../../domain/mappingTypes.ts';
import { readOptOut } from '../../domain/optOut.ts';
import { keptValue } from '../../domain/shownValue.ts';
import type { SyncContext } from '../context.ts';
import { recordAccess } from '../recordAccess.ts';
import type { RunWorker } from '../runWork.ts';

/** While one page is compared, the records of the next ones are asked for. */
const CALLS_AT_ONCE = 3;

/** An audit that was claimed, with all that its steps need. */
export interface AuditWork {
  readonly ctx: SyncContext;
  readonly audit: ClaimedAudit;
  readonly lease: AuditLease;
  readonly open: OpenConnection;
  /** What one call reads. */
  readonly pageSize: number;
  readonly worker: RunWorker;
  /** As they stood when it was taken up. */
  readonly subjects: readonly AuditSubject[];
  readonly progress: {
    /** Pages committed since it was taken up. */
    pages: number;
    /** Calls that have been added to the connection's day. */
    callsCounted: number;
  };
}

/** Contacts whose records have been asked for. */
interface AskedPage {
  readonly subject: AuditSubject;
  readonly contacts: readonly DriftContact[];
  readonly records: Promise<readonly RecordState[]>;
}

/**
 * Compares everything behind the last contact that was compared, a call's records at a time; pages are committed in
 * order, so memory holds a few of them whatever their number.
 *
 * @throws what made a page fail, `signal.reason` when aborted; nothing behind that page is committed
 */
export async function comparePages(work: AuditWork, signal: AbortSignal): Promise<void> {
  const { open } = work;
  const halt = new AbortController();
  const either = AbortSignal.any([signal, halt.signal]);
  const pages = pagesBehind(work, await firstPlace(work));
  const asked: AskedPage[] = [];
  const ask = async (): Promise<boolean> => {
    const next = await pages.next();
    if (next.done) return false;
    const { subject, contacts } = next.value;
    const { recordType, field } = subject;
    const recordIds = contacts.map((contact) => contact.recordId);
    const records = recordAccess(open).readRecords({ recordType, field, recordIds }, either);
    // Whether it fails is looked at when its turn has come.
    records.catch(() => undefined);
    asked.push({ subject, contacts, records });
    return true;
  };
  try {
    let more = true;
    for (;;) {
      while (more && asked.length < CALLS_AT_ONCE) more = await ask();
      const page = asked.shift();
      if (!page) break;
      const records = await page.records;
      signal.throwIfAborted();
      await commitPage(work, page, records);
    }
    signal.throwIfAborted();
  } finally {
    halt.abort(new Error('The audit does not go on here.'));
  }
}

/** Where it goes on: behind the last contact that was compared. */
async function firstPlace({ ctx, audit, subjects }: AuditWork): Promise<AuditPlace | null> {
  const last = audit.lastContactId === 0 ? null : await placeOf(ctx.dataSource.manager, audit.lastContactId);
  return last ?? (subjects[0] ? { recordType: subjects[0].recordType, recordId: '' } : null);
}

/** Contacts page by page, one record type after the other; each page is one call. */
async function* pagesBehind(
  { ctx, audit, subjects, pageSize }: AuditWork,
  start: AuditPlace | null,
): AsyncGenerator<{ subject: AuditSubject; contacts: DriftContact[] }, void> {
  for (const subject of subjects) {
    const { recordType } = subject;
    if (start === null || recordType < start.recordType) continue;
    let recordId = recordType === start.recordType ? start.recordId : '';
    for (;;) {
      const place = { recordType, recordId };
      const contacts = await contactsBehind(ctx.dataSource.manager, audit.connectionId, place, pageSize);
      const last = contacts.at(-1);
      if (last) yield { subject, contacts };
      if (!last || contacts.length < pageSize) break;
      recordId = last.recordId;
    }
  }
}

/** Compares by the contacts' states of this moment, and commits the outcome with them. */
async function commitPage(work: AuditWork, page: AskedPage, records: readonly RecordState[]): Promise<void> {
  const { ctx, audit, lease, open, worker, progress } = work;
  const { contacts, subject } = page;
  const { recordType } = subject;
  const now = ctx.now();
  await ctx.dataSource.transaction(async (tx) => {
    const present = await contactsById(
      tx,
      { connectionId: audit.connectionId, recordType },
      contacts.map((contact) => contact.id),
    );
    // Runs go on meanwhile: what the next import brings is told by where the last one has come to.
    const subjects = await readAuditSubjects(tx, audit.connectionId);
    const { importsFrom } = subjects.find((one) => one.recordType === recordType) ?? subject;
    const rows = contacts.map((contact, index): ComparedRow => {
      const record = records[index]!;
      const state = asCompared(contact, present.get(contact.id), { ...subject, importsFrom });
      return {
        contactId: contact.id,
        recordType,
        recordId: contact.recordId,
        comparison: compareConsent(state, saysOf(record, subject.optOut)),
        crmValue: record.kind === 'found' ? keptValue(record.value) : null,
        crmModifiedAt: record.kind === 'found' ? record.modifiedAt : null,
      };
    });
    await commitAuditPage(tx, lease, {
      rows,
      lastContactId: contacts.at(-1)!.id,
      expiresAt: new Date(now.getTime() + worker.leaseMs),
      callsSpent: audit.callsSpent + open.callsUsed(),
      now,
    });
  });
  progress.pages += 1;
}

function saysOf(record: RecordState, optOut: OptOutMapping): RecordSays {
  if (record.kind === 'gone') return record;
  const says = readOptOut(optOut, record.value);
  if (typeof says !== 'string') return { kind: 'unreadable' };
  return { kind: 'says', optOut: says, modifiedAt: record.modifiedAt };
}
