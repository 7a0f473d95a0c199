import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { ConnectionEntity, type ConnectionRow } from '../../../src/db/entities.ts';
import { claimWriteBacks } from '../../../src/db/outbox.ts';
import { checkConsentChain } from '../../../src/db/reads/chainCheck.ts';
import { PAUSED } from '../../../src/db/reads/contactSummary.ts';
import type { SyncContext } from '../../../src/sync/context.ts';
import { correctMobile } from '../../../src/sync/correctMobile.ts';
import { repairAudit } from '../../../src/sync/drift/repairAudit.ts';
import { runAudit } from '../../../src/sync/drift/runAudit.ts';
import { startAudit } from '../../../src/sync/drift/startAudit.ts';
import { RequestError } from '../../../src/sync/errors.ts';
import { handleDeadLetter } from '../../../src/sync/handleDeadLetter.ts';
import { openConnection } from '../../../src/sync/openConnection.ts';
import { readBack } from '../../../src/sync/readBack.ts';
import { receiveMessage } from '../../../src/sync/receiveMessages.ts';
import { retryWriteBack } from '../../../src/sync/retryWriteBack.ts';
import { decideReview, type ReviewDecision } from '../../../src/sync/review.ts';
import { runImport, type RunEnd } from '../../../src/sync/runImport.ts';
import { sendConflicts } from '../../../src/sync/sendConflicts.ts';
import { optIn, optOut } from '../../../src/sync/staffConsent.ts';
import { startRun } from '../../../src/sync/startRun.ts';
import { sendWriteBacks, WRITE_BACK_LEASE_MS } from '../../../src/sync/writeBack.ts';
import type { FaultKind } from '../../sandbox/salesforce/sandboxTypes.ts';
import type { ConnectedTeam } from '../../support/testBed.ts';
import { holdPages, type PageGate } from '../holdPages.ts';
import type { Universe } from './universe.ts';

/** Who presses *Send our state*: others settle conflicts too, by repairing drift or by opting somebody in. */
export const SENDER = 'Noor Haddad';

/** A contact as the tests look at it. */
export interface Seen {
  readonly id: string;
  readonly contact_id: string;
  readonly mobile: string;
  readonly opted_out: boolean;
  readonly paused: boolean;
  readonly consent_cause: string | null;
  /** A change of it has not reached the CRM. */
  readonly pending: boolean;
}

/** A person in the org, with the number it begins with and another one it may get. */
export interface Person {
  readonly record: string;
  readonly number: string;
  readonly spare: string;
}

/**
 * Everything that can happen to the consent of some people, one step at a time on one clock that only the steps move:
 * real engine, real Postgres, real HTTP.
 */
export class ConsentWorld {
  readonly people: readonly Person[];
  readonly teamId: string;
  readonly connectionId: string;
  readonly #universe: Universe;
  readonly #ctx: SyncContext;
  readonly #gate: PageGate;
  readonly #connection: ConnectionRow;
  readonly #crm: OpenConnection;
  #held: { readonly runId: string; readonly work: Promise<RunEnd>; readonly stopping: AbortController } | null = null;
  #messages = 0;

  private constructor(universe: Universe, team: ConnectedTeam, connection: ConnectionRow, people: readonly Person[]) {
    this.#universe = universe;
    this.teamId = team.teamId;
    this.connectionId = team.connectionId;
    this.people = people;
    this.#connection = connection;
    this.#gate = holdPages(universe.bed.ctx.connectors);
    this.#ctx = { ...universe.bed.ctx, connectors: this.#gate.connectors };
    this.#crm = openConnection(universe.bed.ctx, connection);
  }

  static async open(universe: Universe, team: ConnectedTeam, people: readonly Person[]): Promise<ConsentWorld> {
    const connection = await universe.bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, {
      id: team.connectionId,
    });
    return new ConsentWorld(universe, team, connection, people);
  }

  pass(ms: number): void {
    this.#universe.clock.ms += ms;
  }

  // What can be seen

  async contacts(): Promise<Seen[]> {
    return this.#sql<Seen>(
      `select c.id::text, c.contact_id, c.mobile, c.opted_out, ${PAUSED} as paused, c.consent_cause,
         exists (select 1 from outbox o where o.contact_id = c.id and o.state in ('waiting', 'in_flight', 'dead')) as pending
       from contact c where c.team_id = $1 order by c.id`,
      [this.teamId],
    );
  }

  async contactOf(person: Person): Promise<Seen | undefined> {
    return (await this.contacts()).find((contact) => contact.contact_id === person.record);
  }

  inCrm(person: Person): boolean {
    return this.#record(person)['SMS_Opt_Out__c'] === true;
  }

  /** The last change of texting preference of each contact in the ledger, by row ID. */
  async lastChanges(): Promise<Map<string, string>> {
    const rows = await this.#sql<{ contact_id: string; change: string }>(
      `select distinct on (contact_id) contact_id::text, change from consent_event
       where team_id = $1 and contact_id is not null and change in ('opted_out', 'opted_in')
       order by contact_id, seq desc`,
      [this.teamId],
    );
    return new Map(rows.map((row) => [row.contact_id, row.change]));
  }

  /** People whose disagreement with the CRM is shown: a standing conflict, or a write-back given up by a person. */
  async disagreements(): Promise<ReadonlySet<string>> {
    const rows = await this.#sql<{ contact_id: string }>(
      `select c.contact_id from contact c where c.team_id = $1 and (
         exists (select 1 from consent_conflict f where f.contact_id = c.id and f.resolved_at is null)
         or (select state from outbox o where o.contact_id = c.id order by o.id desc limit 1) = 'handled')`,
      [this.teamId],
    );
    return new Set(rows.map((row) => row.contact_id));
  }

  async chainIsWhole(): Promise<boolean> {
    return (await checkConsentChain(this.#universe.bed.ctx.dataSource.manager, this.teamId)).brokenAt === null;
  }

  // What people do

  async text(from: string, body: string): Promise<void> {
    this.#messages += 1;
    await receiveMessage(this.#ctx, {
      provider: 'twilio',
      providerId: `SM-${this.teamId}-${this.#messages}`,
      teamId: this.teamId,
      from,
      to: '+17165550100',
      body,
      verdict: null,
    });
  }

  async staffOptsOut(contact: Seen): Promise<void> {
    await optOut(this.#ctx, { ...this.#by(contact), reason: 'Asked by phone.' });
  }

  async adminOptsIn(contact: Seen): Promise<void> {
    await optIn(this.#ctx, { ...this.#by(contact), reason: 'Asked again.', consentGiven: 'A signed form.' });
  }

  #by(contact: Seen) {
    return { teamId: this.teamId, contactId: contact.id, actor: 'Dana Cole', cause: 'staff' } as const;
  }

  /** @returns false when the number is somebody else's, or theirs already */
  async correctMobile(contact: Seen, mobile: string): Promise<boolean> {
    try {
      await correctMobile(this.#ctx, { teamId: this.teamId, contactId: contact.id, mobile, actor: 'Dana Cole' });
      return true;
    } catch (error) {
      if (error instanceof RequestError && ['number_taken', 'number_same'].includes(error.code)) return false;
      throw error;
    }
  }

  /** Messages from a number that wait to be decided, oldest first. */
  async openReviews(number: string): Promise<string[]> {
    const rows = await this.#sql<{ id: string }>(
      `select id::text from review_item where team_id = $1 and mobile = $2 and state = 'open' order by review_item.id`,
      [this.teamId, number],
    );
    return rows.map(({ id }) => id);
  }

  async decide(itemId: string, decision: ReviewDecision): Promise<void> {
    await decideReview(this.#ctx, { teamId: this.teamId, itemId, decision, actor: 'Dana Cole' });
  }

  /** Somebody presses *Send our state* on a contact's conflicts, if there are any. */
  async sendConflicts(contact: Seen): Promise<void> {
    const rows = await this.#sql<{ id: string }>(
      'select id::text from consent_conflict where contact_id = $1 and resolved_at is null',
      [contact.id],
    );
    if (rows.length === 0) return;
    try {
      await sendConflicts(this.#ctx, { teamId: this.teamId, ids: rows.map(({ id }) => id), actor: SENDER });
    } catch (error) {
      // They are moot once the contact is opted in.
      if (!(error instanceof RequestError && error.code === 'conflict_settled')) throw error;
    }
  }

  /** Somebody marks a contact's dead letter as handled. @returns false when there is none */
  async handleDead(contact: Seen): Promise<boolean> {
    const [dead] = await this.#sql<{ id: string }>(
      `select id::text from outbox where contact_id = $1 and state = 'dead' order by outbox.id limit 1`,
      [contact.id],
    );
    if (!dead) return false;
    await handleDeadLetter(this.#ctx, { teamId: this.teamId, id: dead.id, note: 'By hand.', actor: 'Dana Cole' });
    return true;
  }

  edit(person: Person, fields: Record<string, unknown>): void {
    this.#universe.bed.sandbox.edit('Contact', person.record, fields);
  }

  /** Two people's numbers change places in the CRM. */
  exchangeNumbers(one: Person, other: Person): void {
    const [first, second] = [one, other].map((person) => this.#record(person)['MobilePhone']);
    this.edit(one, { MobilePhone: second });
    this.edit(other, { MobilePhone: first });
  }

  // What imports do

  /** An import from its start to its end. */
  async runWhole(full: boolean): Promise<void> {
    const id = await this.#start(full);
    assert.equal(await this.#work(id), 'ended');
    await this.#checkRun(id);
  }

  /** An import whose first page is one that an earlier import has read. */
  async runWithOldPage(full: boolean): Promise<void> {
    this.#gate.repeat();
    await this.runWhole(full);
  }

  /** An import that has read a page from the CRM, perhaps merged some before it, and not merged this one yet. */
  async readPage(full: boolean, pagesBefore: number): Promise<void> {
    const runId = await this.#start(full);
    const reached = this.#gate.hold(pagesBefore);
    const stopping = new AbortController();
    const work = this.#work(runId, stopping.signal);
    this.#held = { runId, work, stopping };
    const rowsBefore = await Promise.race([reached, work.then(() => 0)]);
    await this.#mergedBefore(runId, rowsBefore);
  }

  /**
   * Pages are merged while the next one is read. What came before the held one has to be in, or it would come in
   * during the next step, whose outcome would be a matter of timing.
   */
  async #mergedBefore(runId: string, rows: number): Promise<void> {
    for (let left = 2000; left > 0; left -= 1) {
      const [run] = await this.#sql<{ rows_read: number }>('select rows_read from run where id = $1', [runId]);
      if (run!.rows_read >= rows) return;
      await sleep(5);
    }
    assert.fail('The pages before the one that is held were not merged.');
  }

  /** The page that was read before comes in now. */
  async mergeHeldPage(): Promise<void> {
    const { runId, work } = this.#held!;
    this.#held = null;
    this.#gate.release();
    assert.equal(await work, 'ended');
    await this.#checkRun(runId);
  }

  /** The service is stopped while it holds the page; after its start the run goes on. */
  async restartWithHeldPage(): Promise<void> {
    const { runId, work, stopping } = this.#held!;
    this.#held = null;
    stopping.abort(new Error('The service is stopping.'));
    this.#gate.release();
    if ((await work) !== 'ended') assert.equal(await this.#work(runId), 'ended');
    await this.#checkRun(runId);
  }

  async #start(full: boolean): Promise<string> {
    const { teamId, connectionId } = this;
    return startRun(this.#ctx, { teamId, connectionId, recordType: 'Contact', full, startedBy: 'A test' });
  }

  #work(runId: string, stopping = new AbortController().signal): Promise<RunEnd> {
    return runImport(this.#ctx, runId, { owner: `test ${runId}`, leaseMs: 30_000, stopping });
  }

  /** Every row that was read has one outcome, and no row the source has is missing. */
  async #checkRun(runId: string): Promise<void> {
    const [run] = await this.#sql<{ state: string; rows_read: number; outcomes: number; source_rows: number | null }>(
      `select state, rows_read, created + updated + unchanged + skipped + errors as outcomes, source_rows
       from run where id = $1`,
      [runId],
    );
    assert.ok(['succeeded', 'completed_with_errors'].includes(run!.state), `the run is ${run!.state}`);
    assert.equal(run!.outcomes, run!.rows_read);
    assert.ok(run!.rows_read >= (run!.source_rows ?? 0), `${run!.rows_read} rows of ${run!.source_rows}`);
  }

  // What write-backs do

  /** The next writes fail; where the fault is one of single records, so many of them. */
  failWrites(kind: FaultKind, times: number, records: number): void {
    this.#universe.bed.sandbox.addFault({ route: /^PATCH /, kind, times, records });
  }

  /** Sends what is due until nothing is, and reads it back. */
  async dispatch(): Promise<void> {
    await this.send();
    const { ctx } = this.#universe.bed;
    while ((await readBack(ctx, this.#connection, this.#crm)) > 0);
  }

  async send(): Promise<void> {
    while ((await sendWriteBacks(this.#universe.bed.ctx, this.#connection, this.#crm, 'test')) > 0);
  }

  /** A drift audit, and the repair of what it found. Repair only ever adds opt-outs. */
  async auditAndRepair(): Promise<void> {
    const { teamId, connectionId } = this;
    const auditId = await startAudit(this.#ctx, { teamId, connectionId, startedBy: 'A test' });
    const stopping = new AbortController().signal;
    assert.equal(await runAudit(this.#ctx, auditId, { owner: `test ${auditId}`, leaseMs: 30_000, stopping }), 'ended');
    await repairAudit(this.#ctx, { teamId, auditId, actor: 'Dana Cole' });
  }

  /** A dispatcher claims what is due and dies before it has sent anything. */
  async dieInFlight(): Promise<void> {
    await claimWriteBacks(this.#universe.bed.ctx.dataSource.manager, {
      connectionId: this.connectionId,
      owner: 'gone',
      now: this.#ctx.now(),
      leaseMs: WRITE_BACK_LEASE_MS,
      limit: 200,
    });
  }

  /** Somebody presses Retry on every dead letter. */
  async retryDead(): Promise<void> {
    const dead = await this.#sql<{ id: string; contact_id: string }>(
      `select id::text, contact_id::text from outbox where team_id = $1 and state = 'dead' order by outbox.id`,
      [this.teamId],
    );
    for (const { id, contact_id: contactId } of dead) {
      await retryWriteBack(this.#ctx, { teamId: this.teamId, contactId, writeBackId: id, actor: 'A test' });
    }
  }

  /** Nothing fails any more, and everything that waits gets its time, until nothing does. */
  async comeToRest(): Promise<void> {
    if (this.#held) await this.mergeHeldPage();
    this.#universe.bed.sandbox.clearFaults();
    await this.settle();
    await this.runWhole(false);
    await this.settle();
    await this.runWhole(true);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      this.pass(30 * 60_000);
      await this.retryDead();
      await this.dispatch();
      const [left] = await this.#sql<{ count: number }>(
        `select count(*)::int as count from outbox where team_id = $1 and state in ('waiting', 'in_flight', 'dead')`,
        [this.teamId],
      );
      if (left!.count === 0) return;
    }
    assert.fail('Write-backs are left although nothing fails any more.');
  }

  /** Its people leave the source, so that the next world's imports don't meet them. */
  async close(): Promise<void> {
    if (this.#held) {
      this.#gate.release();
      await this.#held.work;
    }
    this.#universe.bed.sandbox.clearFaults();
    for (const person of this.people) this.edit(person, { Stage__c: 'Inquiry' });
    await this.#crm.close();
  }

  #record(person: Person): Record<string, unknown> {
    return this.#universe.bed.sandbox.record('Contact', person.record)!;
  }

  #sql<T>(query: string, params: unknown[]): Promise<T[]> {
    return this.#universe.bed.sql<T>(query, params);
  }
}
