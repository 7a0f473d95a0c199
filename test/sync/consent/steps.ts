import fc from 'fast-check';
import type { FaultKind } from '../../sandbox/salesforce/sandboxTypes.ts';
import type { ConsentWorld } from './consentWorld.ts';
import { checkPromises, type ConsentModel } from './model.ts';
import { personalStep, type PersonalStep } from './personalSteps.ts';

/** One command: something that is done to everybody at once, or something that each pair of people does. */
export type Step = fc.AsyncCommand<ConsentModel, ConsentWorld>;

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
      await checkPromises(model, world, before);
    },
  };
}

/** Each pair does something, all at the same moment; null does nothing. */
export function pairs(acts: readonly (PersonalStep | null)[]): Step {
  return step(acts.map((act, pair) => (act ? `${pair}: ${act.name}` : '')).filter(Boolean).join(', '), async (model, world) => {
    await Promise.all(
      acts.map(async (act, pair) => act?.run(model, world, world.people.slice(pair * 2, pair * 2 + 2))),
    );
  });
}

export const runWhole = (full: boolean): Step =>
  step(`${full ? 'a full' : 'an incremental'} import`, (_model, world) => world.runWhole(full), (model) => !model.held);

const runWithOldPage = (full: boolean): Step =>
  step(
    `${full ? 'a full' : 'an incremental'} import begins with a page that was read before`,
    (_model, world) => world.runWithOldPage(full),
    (model) => !model.held,
  );

export const readPage = (full: boolean, pagesBefore: number): Step =>
  step(
    `${full ? 'a full' : 'an incremental'} import reads its page ${pagesBefore + 1}`,
    async (model, world) => {
      await world.readPage(full, pagesBefore);
      model.held = true;
    },
    (model) => !model.held,
  );

export const mergePage = (restart: boolean): Step =>
  step(
    restart ? 'a restart while the page is held' : 'the page that was read comes in',
    async (model, world) => {
      await (restart ? world.restartWithHeldPage() : world.mergeHeldPage());
      model.held = false;
    },
    (model) => model.held,
  );

export const failWrites = (kind: FaultKind, times: number, records = 12): Step =>
  step(`the next ${times} writes fail: ${kind}`, async (_model, world) => world.failWrites(kind, times, records));

export const dispatch = (): Step => step('what waits is sent and read back', (_model, world) => world.dispatch());
export const send = (): Step => step('what waits is sent', (_model, world) => world.send());
const die = (): Step => step('a dispatcher dies in flight', (_model, world) => world.dieInFlight());
const pass = (seconds: number): Step =>
  step(`${seconds} s pass`, async (_model, world) => world.pass(seconds * 1000));
export const audit = (): Step =>
  step('drift is audited and repaired', (_model, world) => world.auditAndRepair(), (model) => !model.held);
export const retryDead = (): Step => step('dead letters are retried', (_model, world) => world.retryDead());

/** Among them lost replies: the write is done, and half of the answer comes. */
const FAULTS: readonly FaultKind[] = [
  'unavailable_html',
  'lock_row',
  'validation_rule',
  'entity_deleted',
  'reset_mid_body',
  'daily_limit',
];

/** What each of so many pairs does at one moment. Shrinks to nothing, so that of a failure its pair alone is left. */
export function actsOf(pairCount: number): fc.Arbitrary<readonly (PersonalStep | null)[]> {
  const act = fc.option(personalStep, { nil: null, freq: 5 });
  return fc.array(act, { minLength: pairCount, maxLength: pairCount, size: 'max' });
}

/** Sequences of steps for so many pairs of people. */
export function consentSteps(pairCount: number, length: number): fc.Arbitrary<readonly Step[]> {
  const weigh = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
  const one = fc.oneof(
    weigh(12, actsOf(pairCount).map(pairs)),
    weigh(4, fc.boolean().map(runWhole)),
    weigh(1, fc.boolean().map(runWithOldPage)),
    weigh(2, fc.tuple(fc.boolean(), fc.nat({ max: 2 })).map(([full, before]) => readPage(full, before))),
    weigh(3, fc.nat({ max: 3 }).map((n) => mergePage(n === 0))),
    weigh(3, fc.constant(dispatch())),
    weigh(2, fc.constant(send())),
    weigh(1, fc.constant(die())),
    weigh(1, fc.constant(retryDead())),
    weigh(1, fc.constant(audit())),
    weigh(2, fc.constantFrom(1, 2, 70, 90_000).map(pass)),
    weigh(2, fc.tuple(fc.constantFrom(...FAULTS), fc.constantFrom(1, 2, 3)).map(([kind, n]) => failWrites(kind, n))),
  );
  return fc.array(one, { minLength: Math.floor(length / 2), maxLength: length, size: 'max' });
}
