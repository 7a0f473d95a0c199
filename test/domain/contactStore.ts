import assert from 'node:assert/strict';
import type { ConsentChange } from '../../src/domain/contact.ts';
import type { MappedRow } from '../../src/domain/draft.ts';
import { EVERY_VERSION } from '../../src/domain/importConsent.ts';
import { decidePage } from '../../src/domain/mergePage.ts';
import type { RowDecision, StoredContact } from '../../src/domain/mergeTypes.ts';

/** Where a page comes from: a CRM that opt-outs are written to, or files, which only say things. */
export type Source = 'crm' | 'file';

/** A team's contacts in memory, as far as a page merge sees and writes them: what the database does, without one. */
export class ContactStore {
  readonly contacts = new Map<string, StoredContact>();
  readonly stopped = new Set<string>();
  /** Contact ID → the source it is linked to. */
  readonly links = new Map<string, Source>();
  readonly #now: () => Date;
  #lastId = 0;

  constructor(now: () => Date = () => new Date('2026-11-20T15:00:00Z')) {
    this.#now = now;
  }

  /** Decides a page and keeps what it says. */
  merge(rows: readonly MappedRow[], source: Source = 'crm'): RowDecision[] {
    const decisions = this.decide(rows, null, source);
    const written = new Set<string>();
    for (const { write, consent, before } of decisions) {
      if (!write) continue;
      assert.ok(!written.has(write.contactId), 'a page writes a contact once: its statement can’t do more');
      written.add(write.contactId);
      if (!write.keepsLink) this.links.set(write.contactId, source);
      this.#lastId += 1;
      this.contacts.set(write.contactId, {
        id: before?.id ?? this.#lastId,
        contactId: write.contactId,
        firstName: write.firstName,
        lastName: write.lastName,
        mobile: write.mobile,
        assignedTo: write.assignedTo,
        custom: write.custom,
        optedOut: write.optedOut,
        cause: write.consentCause,
        pending: consent?.writeBack && this.links.get(write.contactId) === 'crm' ? { change: consent.change, since: this.#now() } : (before?.pending ?? null),
        confirmedAt: before?.confirmedAt ?? null,
        sourceModifiedAt: write.sourceModifiedAt,
        sourceOptedOut: write.sourceOptedOut,
        correction: write.correctedAt && (before?.correction ?? null),
        linked: true,
        keepsLink: false,
      });
    }
    return decisions;
  }

  /** What a merge would do. */
  decide(
    rows: readonly MappedRow[],
    staff: ReadonlyMap<string, string> | null = null,
    source: Source = 'crm',
  ): RowDecision[] {
    const all = [...this.contacts.values()].map((contact) => this.#seenFrom(source, contact));
    return decidePage(rows, {
      byContactId: new Map(all.map((contact) => [contact.contactId, contact])),
      byMobile: new Map(all.flatMap((contact) => (contact.mobile === null ? [] : [[contact.mobile, contact]]))),
      stopped: this.stopped,
      staff,
      sourceName: 'Salesforce',
    });
  }

  /** STOP or START from a phone. */
  hear(mobile: string, change: ConsentChange): void {
    if (change === 'opted_out') this.stopped.add(mobile);
    else this.stopped.delete(mobile);
    const contact = this.holder(mobile);
    if (contact) this.#say(contact, change, change === 'opted_out' ? 'stop_message' : 'start_message');
  }

  /** A change by staff; lifting needs an admin, who lifts the person's own STOP as well. */
  decideByStaff(contactId: string, change: ConsentChange): void {
    const contact = this.contacts.get(contactId);
    if (!contact || contact.optedOut === (change === 'opted_out')) return;
    if (change === 'opted_in' && contact.mobile !== null) this.stopped.delete(contact.mobile);
    this.#say(contact, change, 'staff');
  }

  /** Staff correct a number; refused when somebody else has it. */
  correctMobile(contactId: string, mobile: string): void {
    const contact = this.contacts.get(contactId);
    if (!contact || contact.mobile === mobile || this.holder(mobile)) return;
    const correction = { at: this.#now(), replaced: contact.correction ? contact.correction.replaced : contact.mobile };
    const corrected = { ...contact, mobile, correction };
    this.contacts.set(contactId, corrected);
    if (this.stopped.has(mobile) && contact.cause !== 'stop_message') this.#say(corrected, 'opted_out', 'stop_message');
  }

  /** The CRM took what waited. */
  confirm(contactId: string): void {
    const contact = this.contacts.get(contactId);
    if (contact?.pending) this.contacts.set(contactId, { ...contact, pending: null, confirmedAt: this.#now() });
  }

  holder(mobile: string): StoredContact | undefined {
    return [...this.contacts.values()].find((contact) => contact.mobile === mobile);
  }

  #seenFrom(source: Source, contact: StoredContact): StoredContact {
    const link = this.links.get(contact.contactId) ?? source;
    const said = contact.sourceOptedOut === false;
    return {
      ...contact,
      linked: link === source,
      otherSource: link !== source,
      keepsLink: link === 'crm' && source === 'file',
      confirmedAt: link === 'crm' ? contact.confirmedAt : null,
      saidInUntil: !said ? null : source === 'crm' ? contact.sourceModifiedAt : EVERY_VERSION,
    };
  }

  #say(contact: StoredContact, change: ConsentChange, cause: NonNullable<StoredContact['cause']>): void {
    this.contacts.set(contact.contactId, {
      ...contact,
      optedOut: change === 'opted_out',
      cause,
      pending: this.links.get(contact.contactId) === 'file' ? null : { change, since: this.#now() },
    });
  }
}
