import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FaultKind } from '../sandbox/salesforce/sandboxTypes.ts';
import type { ConsentWorld, Seen } from './consentWorld.ts';

/** What must be so, kept apart from the engine: who has said what from which number. */
export interface ConsentModel {
  /** Number → its own last word; an admin's lift takes a STOP away. */
  readonly words: Map<string, 'STOP' | 'START'>;
  /** People whose opt-out field somebody has emptied by hand in the CRM. */
  readonly emptied: Set<string>;
  /** A page has been read and not merged yet. */
  held: boolean;
}

type Step = fc.AsyncCommand<ConsentModel, ConsentWorld>;

/** Every step moves the clock by less than a second, so that several meet within one, and is checked afterwards. */
function step(
  name: string,
  run: (model: ConsentModel, world: ConsentWorld) => Promise<void>,
  check: (model: ConsentModel) => boolean = () => true,
): Step {
  return {
    check,
    toString: () => name,
    async run(model, world) {
      const before = await world.contacts();
      world.pass(600);
      await run(model, world);
      await checkPromise(model, world, before);
    },
  };
}

/** A number whose last word was STOP is never textable; and what came from a STOP is lifted by no import. */
async function checkPromise(model: ConsentModel, world: ConsentWorld, before: readonly Seen[]): Promise<void> {
  const lifted = [...model.words.values()].includes('STOP') ? before : [];
  for (const contact of await world.contacts()) {
    const word = model.words.get(contact.mobile);
    if (word === 'STOP') assert.equal(contact.opted_out, true, `${contact.mobile} said STOP and may be texted`);
    const old = lifted.find((one) => one.id === contact.id);
    if (old?.consent_cause === 'stop_message' && !contact.opted_out) {
      assert.ok(
        contact.consent_cause === 'start_message' || contact.consent_cause === 'staff',
        `the STOP of ${contact.mobile} was lifted by ${contact.consent_cause}`,
      );
    }
  }
}

const text = (who: number, body: 'STOP' | 'START'): Step =>
  step(`${body} from number ${who}`, async (model, world) => {
    const number = world.numbers[who]!;
    await world.text(number, body);
    model.words.set(number, body);
  });

const staffOptsOut = (who: number): Step =>
  step(`staff opt out person ${who}`, async (_model, world) => {
    const contact = await world.contactOf(world.people[who]!);
    if (contact && !contact.opted_out) await world.staffOptsOut(contact);
  });

const adminOptsIn = (who: number): Step =>
  step(`an admin opts person ${who} in`, async (model, world) => {
    const contact = await world.contactOf(world.people[who]!);
    if (!contact?.opted_out) return;
    await world.adminOptsIn(contact);
    model.words.delete(contact.mobile);
  });

const editOptOut = (who: number, optedOut: boolean): Step =>
  step(`the CRM says person ${who} is opted ${optedOut ? 'out' : 'in'}`, async (model, world) => {
    world.edit(world.people[who]!, { SMS_Opt_Out__c: optedOut });
    if (!optedOut) model.emptied.add(world.people[who]!);
  });

const rename = (who: number, name: string): Step =>
  step(`the CRM calls person ${who} ${name}`, async (_model, world) => world.edit(world.people[who]!, { FirstName: name }));

const exchange = (one: number, other: number): Step =>
  step(`persons ${one} and ${other} exchange numbers in the CRM`, async (_model, world) => {
    if (one !== other) world.exchangeNumbers(world.people[one]!, world.people[other]!);
  });

const runWhole = (full: boolean): Step =>
  step(`${full ? 'a full' : 'an incremental'} import`, (_model, world) => world.runWhole(full), (model) => !model.held);

const readPage = (full: boolean): Step =>
  step(
    `${full ? 'a full' : 'an incremental'} import reads its page`,
    async (model, world) => {
      await world.readPage(full);
      model.held = true;
    },
    (model) => !model.held,
  );

const mergePage = (): Step =>
  step(
    'the page that was read comes in',
    async (model, world) => {
      await world.mergeHeldPage();
      model.held = false;
    },
    (model) => model.held,
  );

const failWrites = (kind: FaultKind, times: number): Step =>
  step(`the next ${times} writes fail: ${kind}`, async (_model, world) => world.failWrites(kind, times));

const dispatch = (): Step => step('what waits is sent', (_model, world) => world.dispatch());
const die = (): Step => step('a dispatcher dies in flight', (_model, world) => world.dieInFlight());
const pass = (seconds: number): Step =>
  step(`${seconds} s pass`, async (_model, world) => world.pass(seconds * 1000));
const retryDead = (): Step => step('dead letters are retried', (_model, world) => world.retryDead());

const FAULTS: readonly FaultKind[] = ['unavailable_html', 'lock_row', 'validation_rule', 'reset_mid_body'];

/** Sequences of steps over so many people. */
export function consentSteps(people: number, length: number): fc.Arbitrary<readonly Step[]> {
  const who = fc.nat({ max: people - 1 });
  const weigh = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
  const one = fc.oneof(
    weigh(4, who.map((n) => text(n, 'STOP'))),
    weigh(2, who.map((n) => text(n, 'START'))),
    weigh(2, who.map(staffOptsOut)),
    weigh(1, who.map(adminOptsIn)),
    weigh(4, who.map((n) => editOptOut(n, false))),
    weigh(2, who.map((n) => editOptOut(n, true))),
    weigh(1, fc.tuple(who, fc.constantFrom('Sam', 'Kim')).map(([n, name]) => rename(n, name))),
    weigh(1, fc.constant(exchange(0, people - 1))),
    weigh(5, fc.boolean().map(runWhole)),
    weigh(2, fc.boolean().map(readPage)),
    weigh(3, fc.constant(mergePage())),
    weigh(5, fc.constant(dispatch())),
    weigh(1, fc.constant(die())),
    weigh(1, fc.constant(retryDead())),
    weigh(2, fc.constantFrom(1, 2, 70).map(pass)),
    weigh(1, fc.constantFrom(...FAULTS).map((kind) => failWrites(kind, 1))),
    weigh(1, fc.constantFrom(...FAULTS).map((kind) => failWrites(kind, 2))),
  );
  return fc.array(one, { minLength: Math.floor(length / 2), maxLength: length, size: 'max' });
}
