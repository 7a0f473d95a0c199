import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addToOutbox, claimWriteBacks, settleWriteBacks, type ClaimedWriteBack } from '../../src/db/outbox.ts';
import type { ConsentChange } from '../../src/domain/contact.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PEOPLE = 3;
const LEASE_MS = 1000;

type Step =
  | { readonly kind: 'add'; readonly person: number; readonly change: ConsentChange }
  | { readonly kind: 'claim'; readonly owner: string; readonly limit: number }
  | { readonly kind: 'settle'; readonly owner: string; readonly as: 'confirmed' | 'retry' | 'dead' }
  | { readonly kind: 'wait'; readonly ms: number };

const person = fc.nat({ max: PEOPLE - 1 });
const owner = fc.constantFrom('one', 'two');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), person, change: fc.constantFrom<ConsentChange>('opted_out', 'opted_in') }),
  fc.record({ kind: fc.constant('claim' as const), owner, limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('settle' as const), owner, as: fc.constantFrom('confirmed', 'retry', 'dead') }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, LEASE_MS + 1) }),
);

describe('the outbox', () => {
  let database: TestDatabase;
  let teamId: string;
  let connectionId: string;
  let contactIds: number[];

  before(async () => {
    database = await createTestDatabase();
    const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => database.dataSource.query(query, params);
    teamId = (await sql<{ id: string }>(`insert into team (slug, name) values ('riverside', 'Riverside') returning id`))[0]!.id;
    connectionId = (
      await sql<{ id: string }>(
        `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Salesforce') returning id`,
        [teamId],
      )
    )[0]!.id;
    await sql(
      `insert into import_config (connection_id, record_type, team_id, opt_out)
       values ($1, 'Contact', $2, '{"kind":"checkbox","field":"SMS_Opt_Out__c","ticked":"opted_out"}')`,
      [connectionId, teamId],
    );
    contactIds = (
      await sql<{ id: number }>(
        `insert into contact (team_id, contact_id, first_name, last_name, connection_id, record_type, record_id, created_at, changed_at)
         select $1, 'r' || n, 'A', 'B', $2, 'Contact', 'r' || n, now(), now() from generate_series(1, $3::int) n returning id`,
        [teamId, connectionId, PEOPLE],
      )
    ).map((row) => row.id);
  });
  after(() => database.drop());

  it('sends the newest change of a record last, one at a time, whatever dispatchers and crashes do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await database.dataSource.query('truncate outbox');
        const world = new World();
        for (const one of steps) await world.take(one);
        await world.settleEverything();
      }),
      { numRuns: 25 },
    );
  });

  /** Plays the dispatchers and the CRM, and checks after each step. */
  class World {
    now = Date.UTC(2026, 10, 20);
    events = 0;
    readonly crm = new Map<number, ConsentChange>();
    readonly wanted = new Map<number, ConsentChange>();
    readonly inHand = new Map<string, { rows: ClaimedWriteBack[]; until: number }>();

    async take(one: Step): Promise<void> {
      this.now += 1;
      const at = new Date(this.now);
      const db = database.dataSource.manager;
      if (one.kind === 'add') {
        const contactId = contactIds[one.person]!;
        this.wanted.set(contactId, one.change);
        const added = { contactId, change: one.change, eventId: ++this.events };
        await database.dataSource.transaction((tx) => addToOutbox(tx, at, [added]));
      } else if (one.kind === 'claim') {
        const { owner: by, limit } = one;
        const rows = await claimWriteBacks(db, { connectionId, owner: by, now: at, leaseMs: LEASE_MS, limit });
        const before = this.inHand.get(one.owner);
        const kept = before && before.until > this.now ? before.rows : [];
        if (rows.length > 0) this.inHand.set(one.owner, { rows: [...kept, ...rows], until: this.now + LEASE_MS });
      } else if (one.kind === 'settle') {
        await this.settle(one.owner, one.as);
      } else this.now += one.ms;
      await this.oneInFlightPerRecord();
    }

    async settle(name: string, as: 'confirmed' | 'retry' | 'dead'): Promise<void> {
      const hand = this.inHand.get(name);
      this.inHand.delete(name);
      // A dispatcher gives its calls up before its lease ends.
      if (!hand || hand.until <= this.now) return;
      const at = new Date(this.now);
      if (as === 'confirmed') for (const row of hand.rows) this.crm.set(row.contactId, row.change);
      await database.dataSource.transaction((tx) =>
        settleWriteBacks(tx, name, at, hand.rows.map(({ id }) => {
          if (as === 'confirmed') return { id, kind: as, crmAt: at };
          if (as === 'retry') return { id, kind: as, code: 'x', reason: 'x', dueAt: at };
          return { id, kind: as, code: 'x', reason: 'x', remedy: 'x' };
        })),
      );
    }

    async oneInFlightPerRecord(): Promise<void> {
      const twice: unknown[] = await database.dataSource.query(
        `select record_id from outbox where state = 'in_flight' and lease_expires_at > $1 group by 1 having count(*) > 1`,
        [new Date(this.now)],
      );
      assert.deepEqual(twice, []);
    }

    /** Retries what is dead, lets leases run out and sends until nothing waits: the CRM has the last wish of all. */
    async settleEverything(): Promise<void> {
      this.now += LEASE_MS + 1;
      this.inHand.clear();
      await database.dataSource.query(`update outbox set state = 'waiting' where state = 'dead'`);
      for (let rounds = 0; rounds < 20; rounds++) {
        await this.take({ kind: 'claim', owner: 'one', limit: 200 });
        if (!this.inHand.has('one')) break;
        await this.settle('one', 'confirmed');
      }
      const left: unknown[] = await database.dataSource.query(
        `select id from outbox where state not in ('confirmed', 'superseded')`,
      );
      assert.deepEqual(left, [], 'nothing is left unsent');
      for (const [contactId, change] of this.wanted) assert.equal(this.crm.get(contactId), change);
    }
  }
});
