import { createTestBed, type TestBed } from '../../support/testBed.ts';
import { ConsentWorld, SENDER, type Person } from './consentWorld.ts';

/**
 * An org, a database and a clock that only the steps move, shared by one world after another: each has a team and
 * people of its own, and what earlier worlds left behind is not in its source.
 */
export class Universe {
  readonly bed: TestBed;
  readonly clock: { ms: number };
  readonly #teams: string[] = [];

  private constructor(bed: TestBed, clock: { ms: number }) {
    this.bed = bed;
    this.clock = clock;
  }

  static async open(): Promise<Universe> {
    const clock = { ms: Date.UTC(2026, 10, 20, 15) };
    const now = (): Date => new Date(clock.ms);
    const bed = await createTestBed({ sandbox: { contacts: 0, leads: 0, pageSizeRows: 20, now } });
    bed.clock.now = now;
    return new Universe(bed, clock);
  }

  /** How many worlds have been opened. */
  get worlds(): number {
    return this.#teams.length;
  }

  /** Opens a world of so many people, none of whom has been imported. */
  async world(size: number): Promise<ConsentWorld> {
    const number = this.worlds;
    this.clock.ms += 86_400_000;
    const { sandbox } = this.bed;
    const people = Array.from({ length: size }, (_none, i): Person => {
      const first = (number * size + i) * 2;
      const record = sandbox.insert('Contact', {
        FirstName: 'Pat',
        LastName: `Number ${i}`,
        MobilePhone: phone(first),
        Stage__c: 'Admitted',
        Entry_Term__c: 'Fall 2027',
        SMS_Opt_Out__c: false,
      });
      return { record, number: phone(first), spare: phone(first + 1) };
    });
    const team = await this.bed.addTeam(`world-${number}`, `World ${number}`);
    this.#teams.push(team.teamId);
    return ConsentWorld.open(this, team, people);
  }

  /**
   * What ought to have happened in some world and has not: sequences that never get there prove nothing about it.
   *
   * @param from - the first world that counts
   * @param to - the first behind it that does not
   */
  async unreached(from: number, to?: number): Promise<Landmark[]> {
    const rows = await this.bed.sql<{ what: Landmark; reached: boolean }>(
      Object.entries(LANDMARKS)
        .map(([what, trace]) => `select '${what}' as what, exists (select 1 from ${trace} and team_id = any($1)) as reached`)
        .join(' union all '),
      [this.#teams.slice(from, to)],
    );
    return rows.flatMap(({ what, reached }) => (reached ? [] : [what]));
  }

  async close(): Promise<void> {
    await this.bed.close();
  }
}

/** By what it is called, where it leaves a trace. */
const LANDMARKS = {
  'a message decided as STOP': `review_item where state = 'opted_out' and not wrong_number`,
  'a wrong number': 'review_item where wrong_number',
  'a message decided as no STOP': `review_item where state = 'kept'`,
  'a message answered by the person': `review_item where state = 'answered'`,
  'a START from the phone': `consent_event where cause = 'start_message' and change = 'opted_in'`,
  'an import that opts out': `consent_event where cause = 'import' and change = 'opted_out'`,
  'an import that lifts': `consent_event where cause = 'import' and change = 'opted_in'`,
  'a contact that came with a stopped number': `consent_event where evidence->>'rule' = 'number_stopped'`,
  'a verified write-back': `outbox where read_back = 'verified'`,
  'a write-back that reads back otherwise': `outbox where read_back = 'differs'`,
  'a write-back that was tried again': `outbox where state = 'confirmed' and attempts > 1`,
  'a dead letter called handled': `outbox where state = 'handled'`,
  'a superseded write-back': `outbox where state = 'superseded'`,
  'a conflict settled by sending our state': `consent_conflict where resolved_by = '${SENDER}'`,
  'a conflict settled by the CRM': `consent_conflict where resolved_by = 'Salesforce'`,
  'a number not put back': `row_issue join run on run.id = run_id where code = 'stale_mobile'`,
  'a number somebody else has': `row_issue join run on run.id = run_id where code = 'phone_taken'`,
  'a run that went on after a restart': 'run where resumed > 0',
  'drift that was out here only': 'drift_audit where out_here_only > 0',
  'drift that was out there only': 'drift_audit where out_there_only > 0',
  'drift that was repaired': 'drift_item d join drift_audit a on a.id = audit_id where d.repaired_at is not null',
};

export type Landmark = keyof typeof LANDMARKS;

/** What fewer than one in six random worlds come across, the others one in four or more. */
export const SELDOM: ReadonlySet<Landmark> = new Set([
  'a message decided as no STOP',
  'a wrong number',
  'a write-back that reads back otherwise',
  'a dead letter called handled',
  'a conflict settled by sending our state',
  'a run that went on after a restart',
  'drift that was out here only',
  'drift that was out there only',
  'drift that was repaired',
]);

/** A number of its own for each index. */
const phone = (index: number): string => `+1${201 + Math.floor(index / 8_000_000)}${2_000_000 + (index % 8_000_000)}`;
