import fc from 'fast-check';
import type { ConsentWorld, Person } from './consentWorld.ts';
import type { ConsentModel } from './model.ts';

/** What happens to one of two people, or between them. */
export interface PersonalStep {
  readonly name: string;
  run(model: ConsentModel, world: ConsentWorld, pair: readonly Person[]): Promise<void>;
}

const STOPS = ['STOP', ' stop. ', 'Unsubscribe'];
const OTHERS = ['thanks!', 'I can’t stop by today'];

/** A text from the number that somebody has in the CRM: the phone in their hand. */
function text(who: number, body: string, kind: 'STOP' | 'START' | 'other'): PersonalStep {
  return {
    name: `“${body}” from ${who}`,
    async run(model, world, pair) {
      const from = pair[who]!.number;
      await world.text(from, body);
      if (kind === 'STOP' || kind === 'START') {
        model.words.set(from, kind);
        model.doubts.delete(from);
      }
    },
  };
}

const staffOptsOut = (who: number): PersonalStep => ({
  name: `staff opt ${who} out`,
  async run(model, world, pair) {
    const contact = await world.contactOf(pair[who]!);
    if (!contact || contact.opted_out) return;
    await world.staffOptsOut(contact);
    model.doubts.delete(contact.mobile);
  },
});

const adminOptsIn = (who: number): PersonalStep => ({
  name: `an admin opts ${who} in`,
  async run(model, world, pair) {
    const contact = await world.contactOf(pair[who]!);
    if (!contact?.opted_out) return;
    await world.adminOptsIn(contact);
    model.words.delete(contact.mobile);
    model.doubts.delete(contact.mobile);
  },
});

const editOptOut = (who: number, optedOut: boolean): PersonalStep => ({
  name: `the CRM says ${who} is opted ${optedOut ? 'out' : 'in'}`,
  async run(model, world, pair) {
    world.edit(pair[who]!, { SMS_Opt_Out__c: optedOut });
    if (!optedOut) model.emptied.add(pair[who]!.record);
  },
});

const rename = (who: number, name: string): PersonalStep => ({
  name: `the CRM calls ${who} ${name}`,
  run: async (_model, world, pair) => world.edit(pair[who]!, { FirstName: name }),
});

const exchange = (): PersonalStep => ({
  name: 'both exchange numbers in the CRM',
  run: async (_model, world, pair) => world.exchangeNumbers(pair[0]!, pair[1]!),
});

/** Everything that can happen to one pair. */
export const personalStep: fc.Arbitrary<PersonalStep> = (() => {
  const who = fc.nat({ max: 1 });
  const weigh = (weight: number, arbitrary: fc.Arbitrary<PersonalStep>) => ({ weight, arbitrary });
  return fc.oneof(
    weigh(4, fc.tuple(who, fc.constantFrom(...STOPS)).map(([n, body]) => text(n, body, 'STOP'))),
    weigh(2, who.map((n) => text(n, 'START', 'START'))),
    weigh(1, fc.tuple(who, fc.constantFrom(...OTHERS)).map(([n, body]) => text(n, body, 'other'))),
    weigh(2, who.map(staffOptsOut)),
    weigh(1, who.map(adminOptsIn)),
    weigh(4, who.map((n) => editOptOut(n, false))),
    weigh(2, who.map((n) => editOptOut(n, true))),
    weigh(1, fc.tuple(who, fc.constantFrom('Sam', 'Kim')).map(([n, name]) => rename(n, name))),
    weigh(1, fc.constant(exchange())),
  );
})();
