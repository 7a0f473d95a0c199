import type { OpenConnection } from '../../src/contract/connector.ts';
import { ConnectionEntity, type ConnectionRow } from '../../src/db/entities.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

/** A contact as these tests look at it. */
export interface SeenContact {
  readonly id: string;
  readonly contact_id: string;
  readonly first_name: string;
  readonly mobile: string;
  readonly opted_out: boolean;
  readonly consent_cause: string | null;
  readonly changed_at: Date;
  readonly changed_by_run: string | null;
  readonly consent_at: Date | null;
}

/** What a run counted. */
export interface RunCounts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errors: number;
  readonly warnings: number;
}

/**
 * A few people in a sandbox org, imported by a team, on one clock that only the test moves: it goes on by two seconds
 * with every step, so that no two of them share one of the CRM's seconds.
 */
export class SmallOrg {
  readonly bed: TestBed;
  /** Record IDs, by number of the person. */
  readonly people: readonly string[];
  readonly #clock: { ms: number };
  readonly #connection: ConnectionRow;
  readonly #crm: OpenConnection;
  #messages = 0;

  private constructor(bed: TestBed, clock: { ms: number }, connection: ConnectionRow, people: readonly string[]) {
    this.bed = bed;
    this.people = people;
    this.#clock = clock;
    this.#connection = connection;
    this.#crm = openConnection(bed.ctx, connection);
  }

  static async open(
    size: number,
    options: { readonly view?: string; readonly pageSizeRows?: number } = {},
  ): Promise<SmallOrg> {
    const clock = { ms: Date.UTC(2026, 10, 20, 15) };
    const { pageSizeRows, ...rest } = options;
    const sandbox = { contacts: 0, leads: 0, now: () => new Date(clock.ms), ...(pageSizeRows ? { pageSizeRows } : {}) };
    const bed = await createTestBed({ ...rest, sandbox });
    bed.clock.now = () => new Date(clock.ms);
    const people = Array.from({ length: size }, (_none, i) =>
      bed.sandbox.insert('Contact', {
        FirstName: 'Pat',
        LastName: `Number ${i}`,
        MobilePhone: numberOf(i),
        Stage__c: 'Admitted',
        Entry_Term__c: 'Fall 2027',
        SMS_Opt_Out__c: false,
      }),
    );
    const connection = await bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id: bed.connectionId });
    const org = new SmallOrg(bed, clock, connection, people);
    org.pass(2);
    return org;
  }

  pass(seconds: number): void {
    this.#clock.ms += seconds * 1000;
  }

  /** An import from its start to its end. @returns what it counted */
  async run(full = false): Promise<RunCounts> {
    this.pass(2);
    const { id } = await this.bed.run({ full });
    const [counts] = await this.bed.sql<RunCounts>(
      'select rows_read as read, created, updated, unchanged, errors, warnings from run where id = $1',
      [id],
    );
    return counts!;
  }

  /** A message from somebody's phone. */
  async text(from: string, body: string): Promise<void> {
    this.pass(2);
    this.#messages += 1;
    await receiveMessage(this.bed.ctx, {
      provider: 'twilio',
      providerId: `SM${this.#messages}`,
      teamId: this.bed.teamId,
      from,
      to: '+17165550100',
      body,
      verdict: null,
    });
  }

  /** Sends what is due until nothing is. */
  async send(): Promise<void> {
    this.pass(2);
    while ((await sendWriteBacks(this.bed.ctx, this.#connection, this.#crm, 'test')) > 0);
  }

  /** Somebody edits a record in the CRM. */
  edit(person: number, fields: Record<string, unknown>): void {
    this.pass(2);
    this.bed.sandbox.edit('Contact', this.people[person]!, fields);
  }

  inCrm(person: number, field = 'SMS_Opt_Out__c'): unknown {
    return this.bed.sandbox.record('Contact', this.people[person]!)![field];
  }

  async contact(person: number): Promise<SeenContact> {
    const rows = await this.bed.sql<SeenContact>(
      `select id::text, contact_id, first_name, mobile, opted_out, consent_cause, changed_at, changed_by_run, consent_at
       from contact where contact_id = $1`,
      [this.people[person]],
    );
    return rows[0]!;
  }

  async count(table: 'consent_event' | 'consent_conflict' | 'outbox'): Promise<number> {
    const [row] = await this.bed.sql<{ count: number }>(`select count(*)::int as count from ${table}`);
    return row!.count;
  }

  async close(): Promise<void> {
    await this.#crm.close();
    await this.bed.close();
  }
}

/** The number a person begins with. */
export const numberOf = (person: number): string => `+1716555${String(2000 + person)}`;
