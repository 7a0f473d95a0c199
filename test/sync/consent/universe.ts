import { createTestBed, type TestBed } from '../../support/testBed.ts';
import { ConsentWorld, type Person } from './consentWorld.ts';

/**
 * An org, a database and a clock that only the steps move, shared by one world after another: each has a team and
 * people of its own, and what earlier worlds left behind is not in its source.
 */
export class Universe {
  readonly bed: TestBed;
  readonly clock: { ms: number };
  #worlds = 0;

  private constructor(bed: TestBed, clock: { ms: number }) {
    this.bed = bed;
    this.clock = clock;
  }

  static async open(): Promise<Universe> {
    const clock = { ms: Date.UTC(2026, 10, 20, 15) };
    const bed = await createTestBed({ sandbox: { contacts: 0, leads: 0, now: () => new Date(clock.ms) } });
    bed.clock.now = () => new Date(clock.ms);
    return new Universe(bed, clock);
  }

  /** Opens a world of so many people, none of whom has been imported. */
  async world(size: number): Promise<ConsentWorld> {
    const number = this.#worlds;
    this.#worlds += 1;
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
    return ConsentWorld.open(this, team, people);
  }

  async close(): Promise<void> {
    await this.bed.close();
  }
}

/** A number of its own for each index. */
const phone = (index: number): string => `+1${201 + Math.floor(index / 8_000_000)}${2_000_000 + (index % 8_000_000)}`;
