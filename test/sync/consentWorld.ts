import assert from 'node:assert/strict';
import type { OpenConnection } from '../../src/contract/connector.ts';
import { ConnectionEntity, type ConnectionRow } from '../../src/db/entities.ts';
import { claimWriteBacks } from '../../src/db/outbox.ts';
import { optIn, optOut, receiveMessage } from '../../src/sync/consent.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { retryWriteBack } from '../../src/sync/retryWriteBack.ts';
import { runImport } from '../../src/sync/runImport.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { sendWriteBacks, WRITE_BACK_LEASE_MS } from '../../src/sync/writeBack.ts';
import type { FaultKind } from '../sandbox/salesforce/sandboxTypes.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { holdPages, type PageGate } from './holdPages.ts';

/** A contact as the tests look at it. */
export interface Seen {
  readonly id: string;
  readonly contact_id: string;
  readonly mobile: string;
  readonly opted_out: boolean;
  readonly consent_cause: string | null;
}

/**
 * Some people in a sandbox org, a team that imports them, and everything that can happen to their consent, one step at
 * a time on one clock that only the steps move: real engine, real Postgres, real HTTP.
 */
export class ConsentWorld {
  readonly people: readonly string[];
  readonly numbers: readonly string[];
  readonly #bed: TestBed;
  readonly #ctx: SyncContext;
  readonly #gate: PageGate;
  readonly #clock: { ms: number };
  readonly #crm: OpenConnection;
  #held: Promise<unknown> | null = null;
  #messages = 0;

  private constructor(
    bed: TestBed,
    clock: { ms: number },
    connection: ConnectionRow,
    who: { readonly people: readonly string[]; readonly numbers: readonly string[] },
  ) {
    this.#bed = bed;
    this.#clock = clock;
    this.people = who.people;
    this.numbers = who.numbers;
    this.#gate = holdPages(bed.ctx.connectors);
    this.#ctx = { ...bed.ctx, connectors: this.#gate.connectors };
    this.#crm = openConnection(bed.ctx, connection);
  }

  static async open(size: number): Promise<ConsentWorld> {
    const clock = { ms: Date.UTC(2026, 10, 20, 15) };
    const bed = await createTestBed({ sandbox: { contacts: 0, leads: 0, now: () => new Date(clock.ms) } });
    bed.clock.now = () => new Date(clock.ms);
    const numbers = Array.from({ length: size }, (_none, i) => `+1716555${String(2000 + i)}`);
    const people = numbers.map((number, i) =>
      bed.sandbox.insert('Contact', {
        FirstName: 'Pat',
        LastName: `Number ${i}`,
        MobilePhone: number,
        Stage__c: 'Admitted',
        Entry_Term__c: 'Fall 2027',
        SMS_Opt_Out__c: false,
      }),
    );
    const connection = await bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id: bed.connectionId });
    return new ConsentWorld(bed, clock, connection, { people, numbers });
  }

  pass(ms: number): void {
    this.#clock.ms += ms;
  }

  async contacts(): Promise<Seen[]> {
    return this.#bed.sql<Seen>(
      'select id::text, contact_id, mobile, opted_out, consent_cause from contact order by contact.id',
    );
  }

  async contactOf(person: string): Promise<Seen | undefined> {
    return (await this.contacts()).find((contact) => contact.contact_id === person);
  }

  inCrm(person: string): boolean {
    return this.#bed.sandbox.record('Contact', person)!['SMS_Opt_Out__c'] === true;
  }

  async text(from: string, body: 'STOP' | 'START'): Promise<void> {
    this.#messages += 1;
    const providerId = `SM${this.#messages}`;
    const { teamId } = this.#bed;
    const to = '+17165550100';
    await receiveMessage(this.#ctx, { provider: 'twilio', providerId, teamId, from, to, body, verdict: null });
  }

  async staffOptsOut(contact: Seen): Promise<void> {
    const by = { teamId: this.#bed.teamId, contactId: contact.id, actor: 'Dana Cole', cause: 'staff' } as const;
    await optOut(this.#ctx, { ...by, reason: 'Asked by phone.' });
  }

  async adminOptsIn(contact: Seen): Promise<void> {
    const by = { teamId: this.#bed.teamId, contactId: contact.id, actor: 'Dana Cole', cause: 'staff' } as const;
    await optIn(this.#ctx, { ...by, reason: 'Asked again.', consentGiven: 'A signed form.' });
  }

  edit(person: string, fields: Record<string, unknown>): void {
    this.#bed.sandbox.edit('Contact', person, fields);
  }

  /** Two people's numbers change places in the CRM. */
  exchangeNumbers(one: string, other: string): void {
    const numberOf = (person: string): unknown => this.#bed.sandbox.record('Contact', person)!['MobilePhone'];
    const [first, second] = [numberOf(one), numberOf(other)];
    this.edit(one, { MobilePhone: second });
    this.edit(other, { MobilePhone: first });
  }

  /** An import from its start to its end. */
  async runWhole(full: boolean): Promise<void> {
    const id = await this.#start(full);
    assert.equal(await this.#work(id), 'ended');
  }

  /** An import that has read its page from the CRM and not merged it yet. */
  async readPage(full: boolean): Promise<void> {
    const id = await this.#start(full);
    const reached = this.#gate.hold();
    const work = this.#work(id);
    this.#held = work;
    await Promise.race([reached, work]);
  }

  /** The page that was read before comes in now. */
  async mergeHeldPage(): Promise<void> {
    this.#gate.release();
    assert.equal(await this.#held, 'ended');
    this.#held = null;
  }

  async #start(full: boolean): Promise<string> {
    const { teamId, connectionId } = this.#bed;
    return startRun(this.#ctx, { teamId, connectionId, recordType: 'Contact', full, startedBy: 'A test' });
  }

  #work(runId: string): Promise<unknown> {
    const stopping = new AbortController().signal;
    return runImport(this.#ctx, runId, { owner: `test ${runId}`, leaseMs: 30_000, stopping });
  }

  /** The next writes fail. */
  failWrites(kind: FaultKind, times: number): void {
    this.#bed.sandbox.addFault({ route: /^PATCH /, kind, times });
  }

  /** Sends what is due until nothing is. */
  async dispatch(): Promise<void> {
    const connection = await this.#bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, {
      id: this.#bed.connectionId,
    });
    while ((await sendWriteBacks(this.#bed.ctx, connection, this.#crm, 'test')) > 0);
  }

  /** A dispatcher claims what is due and dies before it has sent anything. */
  async dieInFlight(): Promise<void> {
    await claimWriteBacks(this.#bed.ctx.dataSource.manager, {
      connectionId: this.#bed.connectionId,
      owner: 'gone',
      now: this.#ctx.now(),
      leaseMs: WRITE_BACK_LEASE_MS,
      limit: 200,
    });
  }

  /** Somebody presses Retry on every dead letter. */
  async retryDead(): Promise<void> {
    const dead = await this.#bed.sql<{ id: string; contact_id: string }>(
      `select id::text, contact_id::text from outbox where state = 'dead' order by outbox.id`,
    );
    for (const { id, contact_id: contactId } of dead) {
      await retryWriteBack(this.#ctx, { teamId: this.#bed.teamId, contactId, writeBackId: id, actor: 'A test' });
    }
  }

  /** Nothing fails any more, and everything that waits gets its time, until nothing does. */
  async comeToRest(): Promise<void> {
    if (this.#held) await this.mergeHeldPage();
    this.#bed.sandbox.clearFaults();
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
      const [left] = await this.#bed.sql<{ count: number }>(
        `select count(*)::int as count from outbox where state in ('waiting', 'in_flight', 'dead')`,
      );
      if (left!.count === 0) return;
    }
    assert.fail('Write-backs are left although nothing fails any more.');
  }

  /** Whether the CRM's present word on somebody is shown as a conflict. */
  async hasConflict(contact: Seen): Promise<boolean> {
    const version = this.#bed.sandbox.record('Contact', contact.contact_id)!['SystemModstamp'] as string;
    const rows = await this.#bed.sql(
      'select 1 from consent_conflict where contact_id = $1 and crm_modified_at = $2',
      [contact.id, version],
    );
    return rows.length > 0;
  }

  /** The last consent event of each contact, by row ID. */
  async lastChanges(): Promise<Map<string, string>> {
    const rows = await this.#bed.sql<{ contact_id: string; change: string }>(
      `select distinct on (contact_id) contact_id::text, change from consent_event where contact_id is not null
       order by contact_id, seq desc`,
    );
    return new Map(rows.map((row) => [row.contact_id, row.change]));
  }

  get problems(): readonly string[] {
    return this.#bed.logged;
  }

  async close(): Promise<void> {
    if (this.#held) {
      this.#gate.release();
      await this.#held;
    }
    await this.#crm.close();
    await this.#bed.close();
  }
}
