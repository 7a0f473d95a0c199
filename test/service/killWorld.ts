import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ConnectionEntity } from '../../src/db/entities.ts';
import { checkConsentChain } from '../../src/db/reads/chainCheck.ts';
import { createSealer } from '../../src/db/sealer.ts';
import { secretStore } from '../../src/db/secretStore.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { optIn } from '../../src/sync/staffConsent.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

const PEOPLE = 45;
/** Several pages, so that an import has something between its beginning and its end. */
const PAGE_ROWS = 15;
/** Longer than every lease, and than the last minutes whose rows are read again when an import goes on. */
const A_WHILE_MS = 30 * 60_000;

/** Picks among so many, from 0; made from a seed. */
export type Pick = (options: number) => number;

/** Small and quick, and the same everywhere: mulberry32. */
export function picker(seed: number): Pick {
  let state = seed >>> 0;
  return (options) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % options;
  };
}

/** An org and a team that imports it, what happens there between the lives of its workers, and what must stay so. */
export class KillWorld {
  readonly bed: TestBed;
  /** What a worker is started with. */
  readonly workerArgs: readonly string[];
  readonly #pick: Pick;
  readonly #clock: { aheadMs: number };
  readonly #people: readonly string[];
  /** Numbers whose last word was STOP, and that no admin has lifted. */
  readonly #stopped = new Set<string>();
  #messages = 0;

  private constructor(bed: TestBed, clock: { aheadMs: number }, key: Buffer, people: readonly string[], pick: Pick) {
    this.bed = bed;
    this.#clock = clock;
    this.#people = people;
    this.#pick = pick;
    this.workerArgs = [bed.database.url, key.toString('base64'), bed.teamId, bed.connectionId];
  }

  static async open(pick: Pick): Promise<KillWorld> {
    const clock = { aheadMs: 0 };
    const now = (): Date => new Date(Date.now() + clock.aheadMs);
    const bed = await createTestBed({
      sandbox: { contacts: 0, leads: 0, now, pageSizeRows: PAGE_ROWS, rotateRefreshTokens: false },
    });
    bed.clock.now = now;
    const key = randomBytes(32);
    Object.assign(bed.ctx, { sealer: createSealer(key) });
    await bed.sql('delete from connection_secret');
    const tokens = bed.sandbox.issueTokens();
    await secretStore(bed.ctx.dataSource, bed.ctx.sealer, bed.connectionId).update((_none, save) =>
      save({ clientSecret: bed.sandbox.clientSecret, ...tokens, instanceUrl: bed.sandbox.url }),
    );
    const people = Array.from({ length: PEOPLE }, (_none, i) =>
      bed.sandbox.insert('Contact', {
        FirstName: 'Pat',
        LastName: `Number ${i}`,
        MobilePhone: numberOf(i),
        Stage__c: 'Admitted',
        Entry_Term__c: 'Fall 2027',
        SMS_Opt_Out__c: false,
      }),
    );
    return new KillWorld(bed, clock, key, people, pick);
  }

  get aheadMs(): number {
    return this.#clock.aheadMs;
  }

  /** Some time passes, in which people text and, while no import is open, records are edited in the CRM. */
  async meanwhile(): Promise<void> {
    this.#clock.aheadMs += A_WHILE_MS;
    for (let i = 0; i <= this.#pick(3); i += 1) await this.text();
    if (this.#pick(4) === 0) await this.adminOptsIn();
    const [open] = await this.bed.sql(`select 1 from run where state in ('queued', 'running')`);
    // So that a full import has as many rows as there are people, however often it was begun.
    if (open) return;
    for (let i = 0; i < 3; i += 1) this.#edit();
    if (this.#pick(10) === 0) this.bed.sandbox.addFault({ route: /^PATCH /, kind: 'validation_rule', times: 1 });
    this.#clock.aheadMs += A_WHILE_MS;
  }

  /** Somebody says STOP, or START. */
  async text(): Promise<void> {
    const from = numberOf(this.#pick(PEOPLE));
    const body = this.#pick(3) === 0 ? 'START' : 'STOP';
    this.#messages += 1;
    // A START may lift it from now on; a STOP counts once it is recorded.
    if (body === 'START') this.#stopped.delete(from);
    await receiveMessage(this.bed.ctx, {
      provider: 'twilio',
      providerId: `SM${this.#messages}`,
      teamId: this.bed.teamId,
      from,
      to: '+17165550100',
      body,
      verdict: null,
    });
    if (body === 'STOP') this.#stopped.add(from);
  }

  async adminOptsIn(): Promise<void> {
    const out = await this.bed.sql<{ id: string; mobile: string }>(
      'select id::text, mobile from contact where opted_out order by contact.id',
    );
    const one = out[this.#pick(Math.max(1, out.length))];
    if (!one) return;
    const by = { teamId: this.bed.teamId, contactId: one.id, actor: 'Dana Cole', cause: 'staff' } as const;
    await optIn(this.bed.ctx, { ...by, reason: 'Asked again by phone.', consentGiven: 'On the phone.' });
    this.#stopped.delete(one.mobile);
  }

  #edit(): void {
    const person = this.#people[this.#pick(PEOPLE)]!;
    const edits = [{ SMS_Opt_Out__c: true }, { SMS_Opt_Out__c: false }, { FirstName: `Sam ${this.#pick(1000)}` }];
    this.bed.sandbox.edit('Contact', person, edits[this.#pick(edits.length)]!);
  }

  /** What holds at every moment, whoever died when. */
  async check(): Promise<void> {
    assert.deepEqual(
      await this.bed.sql('select mobile from contact where not opted_out and mobile = any($1)', [[...this.#stopped]]),
      [],
      'numbers that said STOP and may be texted',
    );
    assert.deepEqual(
      await this.bed.sql(
        `select c.contact_id, c.opted_out, e.change from contact c left join lateral (
           select change from consent_event where contact_id = c.id order by seq desc limit 1) e on true
         where c.opted_out is distinct from (coalesce(e.change, 'opted_in') = 'opted_out')`,
      ),
      [],
      'contacts whose state is not what the ledger folds to',
    );
    assert.deepEqual(
      await this.bed.sql(
        `select id, kind, state, rows_read, created, updated, unchanged, skipped, errors from run
         where rows_read <> created + updated + unchanged + skipped + errors or state = 'failed'
           or kind = 'full' and finished_at is not null and rows_read <> $1`,
        [PEOPLE],
      ),
      [],
      'runs with a row that has no outcome, or two',
    );
    assert.deepEqual(
      await this.bed.sql(`select record_id from outbox where state = 'in_flight' group by 1 having count(*) > 1`),
      [],
      'records with two write-backs in flight',
    );
  }

  /** Nobody dies any more, until nothing is left to do; then both sides say the same, or a person is shown why not. */
  async comeToRest(): Promise<void> {
    const { bed } = this;
    bed.sandbox.clearFaults();
    this.#clock.aheadMs += 3_600_000;
    const open = await bed.sql<{ id: string }>(`select id from run where state in ('queued', 'running')`);
    for (const { id } of open) assert.equal(await bed.work(id), 'ended');
    for (const full of [false, true]) {
      await this.#dispatch();
      assert.equal((await bed.run({ full })).end, 'ended');
    }
    await this.#dispatch();
    await this.check();
    await this.#checkRest();
  }

  async #dispatch(): Promise<void> {
    const connection = await this.bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, {
      id: this.bed.connectionId,
    });
    const crm = openConnection(this.bed.ctx, connection);
    for (let i = 0; i < 5; i += 1) {
      this.#clock.aheadMs += 1_200_000;
      while ((await sendWriteBacks(this.bed.ctx, connection, crm, 'the end')) > 0);
    }
    await crm.close();
  }

  async #checkRest(): Promise<void> {
    const { bed } = this;
    const left = await bed.sql(`select id, state from outbox where state in ('waiting', 'in_flight')`);
    assert.deepEqual(left, [], 'nothing waits or is in flight');
    const rows = await bed.sql<{ contact_id: string; first_name: string; opted_out: boolean; is_shown: boolean }>(
      `select contact_id, first_name, opted_out,
         exists (select 1 from outbox o where o.contact_id = c.id and o.state = 'dead')
         or exists (select 1 from consent_conflict f where f.contact_id = c.id and f.resolved_at is null) as is_shown
       from contact c order by contact_id`,
    );
    assert.deepEqual(rows.map((row) => row.contact_id), [...this.#people].sort(), 'everybody is here, once');
    for (const row of rows) {
      const record = bed.sandbox.record('Contact', row.contact_id)!;
      assert.equal(row.first_name, record['FirstName'], 'no row was lost');
      if (record['SMS_Opt_Out__c'] === row.opted_out) continue;
      assert.ok(row.is_shown, `${row.contact_id}: opted out ${row.opted_out} here, not so in the CRM, and nobody is told`);
    }
    assert.equal((await checkConsentChain(bed.ctx.dataSource.manager, bed.teamId)).brokenAt, null, 'the chain is whole');
  }

  close(): Promise<void> {
    return this.bed.close();
  }
}

const numberOf = (person: number): string => `+1716555${String(2000 + person)}`;
