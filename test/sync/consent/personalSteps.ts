import fc from 'fast-check';
import type { ReviewDecision } from '../../../src/sync/review.ts';
import type { ConsentWorld, Person } from './consentWorld.ts';
import type { ConsentModel } from './model.ts';

/** What happens to one of two people, or between them. */
export interface PersonalStep {
  readonly name: string;
  run(model: ConsentModel, world: ConsentWorld, pair: readonly Person[]): Promise<void>;
}

const STOPS = ['STOP', ' stop. ', 'Unsubscribe', 'please stop texting me', 'Stop pls', 'ALTO'];
const DOUBTFUL = ['leave me alone'];
const OTHERS = ['thanks!', 'I can’t stop by today'];

/** A text from the phone in somebody's hand, or from the other one they may get. */
export function text(who: number, body: string, kind: 'STOP' | 'START' | 'doubtful' | 'other', spare = false): PersonalStep {
  return {
    name: `“${body}” from ${who}${spare ? '’s other phone' : ''}`,
    async run(model, world, pair) {
      const from = spare ? pair[who]!.spare : pair[who]!.number;
      const stands = model.words.get(from) === 'STOP';
      const contact = (await world.contacts()).find(({ mobile }) => mobile === from);
      await world.text(from, body);
      if (kind === 'STOP' || kind === 'START') {
        model.words.set(from, kind);
        model.doubts.delete(from);
      } else if (kind === 'doubtful' && !stands && contact?.opted_out !== true) model.doubts.add(from);
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
    await forgetDecided(model, world, pair);
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
    await forgetDecided(model, world, pair);
  },
});

/** Deciding about a contact settles its messages, also from a number it had, unless that is somebody else's now. */
async function forgetDecided(model: ConsentModel, world: ConsentWorld, pair: readonly Person[]): Promise<void> {
  for (const number of pair.flatMap((person) => [person.number, person.spare])) {
    const holder = (await world.contacts()).find(({ mobile }) => mobile === number);
    if (holder === undefined && (await world.openReviews(number)).length === 0) model.doubts.delete(number);
  }
}

export const editOptOut = (who: number, optedOut: boolean): PersonalStep => ({
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

/** With a number that can't be read the row is in error: all that is taken of it is an opt-out. */
export const spoilNumber = (who: number, spoilt: boolean): PersonalStep => ({
  name: `the CRM’s number of ${who} is ${spoilt ? 'cut off' : 'whole'}`,
  run: async (_model, world, pair) => world.edit(pair[who]!, { MobilePhone: spoilt ? '716' : pair[who]!.number }),
});

export const exchange = (): PersonalStep => ({
  name: 'both exchange numbers in the CRM',
  run: async (_model, world, pair) => world.exchangeNumbers(pair[0]!, pair[1]!),
});

export const correctNumber = (who: number, to: 'spare' | 'own' | 'other'): PersonalStep => ({
  name: `staff correct the number of ${who}: ${to}`,
  async run(_model, world, pair) {
    const contact = await world.contactOf(pair[who]!);
    const numbers = { spare: pair[who]!.spare, own: pair[who]!.number, other: pair[1 - who]!.number };
    if (contact) await world.correctMobile(contact, numbers[to]);
  },
});

export const decide = (who: number, spare: boolean, decision: ReviewDecision): PersonalStep => ({
  name: `${decision} is decided for ${who}${spare ? '’s other phone' : ''}`,
  async run(model, world, pair) {
    const number = spare ? pair[who]!.spare : pair[who]!.number;
    const [item] = await world.openReviews(number);
    if (item === undefined) return;
    await world.decide(item, decision);
    if (decision !== 'keep') model.words.set(number, 'STOP');
    if ((await world.openReviews(number)).length === 0) model.doubts.delete(number);
  },
});

export const sendConflicts = (who: number): PersonalStep => ({
  name: `our state of ${who} is sent again`,
  async run(_model, world, pair) {
    const contact = await world.contactOf(pair[who]!);
    if (contact) await world.sendConflicts(contact);
  },
});

export const handleDead = (who: number): PersonalStep => ({
  name: `the dead letter of ${who} is called handled`,
  async run(model, world, pair) {
    const contact = await world.contactOf(pair[who]!);
    if (contact && (await world.handleDead(contact))) model.handled.add(pair[who]!.record);
  },
});

/** Everything that can happen to one pair. */
export const personalStep: fc.Arbitrary<PersonalStep> = (() => {
  const who = fc.nat({ max: 1 });
  const weigh = (weight: number, arbitrary: fc.Arbitrary<PersonalStep>) => ({ weight, arbitrary });
  const spare = fc.nat({ max: 4 }).map((n) => n === 4);
  const decision = fc.constantFrom<ReviewDecision>('opt_out', 'wrong_number', 'keep');
  return fc.oneof(
    weigh(4, fc.tuple(who, fc.constantFrom(...STOPS), spare).map(([n, body, other]) => text(n, body, 'STOP', other))),
    weigh(2, fc.tuple(who, spare).map(([n, other]) => text(n, 'START', 'START', other))),
    weigh(2, fc.tuple(who, fc.constantFrom(...DOUBTFUL), spare).map(([n, body, other]) => text(n, body, 'doubtful', other))),
    weigh(1, fc.tuple(who, fc.constantFrom(...OTHERS)).map(([n, body]) => text(n, body, 'other'))),
    weigh(2, who.map(staffOptsOut)),
    weigh(1, who.map(adminOptsIn)),
    weigh(4, who.map((n) => editOptOut(n, false))),
    weigh(2, who.map((n) => editOptOut(n, true))),
    weigh(1, fc.tuple(who, fc.constantFrom('Sam', 'Kim')).map(([n, name]) => rename(n, name))),
    weigh(1, fc.tuple(who, fc.boolean()).map(([n, spoilt]) => spoilNumber(n, spoilt))),
    weigh(1, fc.constant(exchange())),
    weigh(2, fc.tuple(who, fc.constantFrom('spare', 'own', 'other')).map(([n, to]) => correctNumber(n, to))),
    weigh(2, fc.tuple(who, spare, decision).map(([n, other, how]) => decide(n, other, how))),
    weigh(1, who.map(sendConflicts)),
    weigh(2, who.map(handleDead)),
  );
})();
