import fc from 'fast-check';
import {
  correctNumber,
  decide,
  editOptOut,
  exchange,
  handleDead,
  sendConflicts,
  spoilNumber,
  text,
  type PersonalStep,
} from './personalSteps.ts';
import {
  actsOf,
  audit,
  consentSteps,
  dispatch,
  failWrites,
  mergePage,
  pairs,
  readPage,
  retryDead,
  runWhole,
  send,
  type Step,
} from './steps.ts';
import type { Landmark } from './universe.ts';

/** When the pairs of a directed world act; `directedSteps` has what happens to all of them in between. */
const MOMENTS = ['first', 'then', 'refused', 'sent', 'told'] as const;

/** What leads a pair to a landmark, moment by moment. */
type Story = Partial<Record<(typeof MOMENTS)[number], PersonalStep>>;

const stop = (who: number): PersonalStep => text(who, 'STOP', 'STOP');
const doubt = (who: number): PersonalStep => text(who, 'leave me alone', 'doubtful');

/** The CRM says opted in of somebody whose STOP it has. */
const contradicted = (who: number): Story => ({ first: stop(who), sent: editOptOut(who, false) });

/**
 * How one of a pair comes to a landmark. Those without a story lie on the way of others, or come of what happens to the
 * whole world.
 */
const STORIES: Partial<Record<Landmark, (who: number) => Story>> = {
  'a message decided as STOP': (who) => ({ first: doubt(who), then: decide(who, false, 'opt_out') }),
  'a wrong number': (who) => ({ first: doubt(who), then: decide(who, false, 'wrong_number') }),
  'a message decided as no STOP': (who) => ({ first: doubt(who), then: decide(who, false, 'keep') }),
  'a message answered by the person': (who) => ({ first: doubt(who), then: stop(who) }),
  'a START from the phone': (who) => ({ first: stop(who), then: text(who, 'START', 'START') }),
  'an import that lifts': (who) => ({ first: editOptOut(who, true), sent: editOptOut(who, false) }),
  'a contact that came with a stopped number': (who) => ({
    first: text(who, 'STOP', 'STOP', true),
    then: correctNumber(who, 'spare'),
  }),
  'a write-back that reads back otherwise': contradicted,
  'a dead letter called handled': (who) => ({ first: stop(who), refused: handleDead(who) }),
  'a conflict settled by sending our state': (who) => ({ ...contradicted(who), told: sendConflicts(who) }),
  'a conflict settled by the CRM': (who) => ({ ...contradicted(who), told: editOptOut(who, true) }),
  'a number not put back': (who) => ({ first: correctNumber(who, 'spare') }),
  'a number somebody else has': (who) => ({ first: exchange(), then: spoilNumber(who, false) }),
  'drift that was out here only': contradicted,
  'drift that was out there only': (who) => ({ told: editOptOut(who, true) }),
};

/**
 * Steps that come across every landmark, whatever else happens: some of the pairs, no matter which, are led to one
 * each, while the others do anything; then anything happens to all. What leads them there does not shrink.
 */
export function directedSteps(pairCount: number, lengthAfter: number): fc.Arbitrary<readonly Step[]> {
  const tell = Object.values(STORIES);
  const places = Array.from({ length: pairCount }, (_none, pair) => pair);
  return fc
    .record({
      stories: fc.tuple(...tell.map((story) => fc.nat({ max: 1 }).map(story))),
      places: fc.shuffledSubarray(places, { minLength: tell.length, maxLength: tell.length }),
      others: fc.tuple(...MOMENTS.map(() => actsOf(pairCount))),
      refusal: fc.constantFrom('validation_rule', 'entity_deleted'),
      pagesBefore: fc.nat({ max: 2 }),
      after: consentSteps(pairCount, lengthAfter),
    })
    .map(({ stories, places, others, refusal, pagesBefore, after }) => {
      const [first, then, refused, sent, told] = MOMENTS.map((moment, n) => {
        const acts = [...others[n]!];
        stories.forEach((story, s) => (acts[places[s]!] = story[moment] ?? null));
        return pairs(acts);
      });
      return [
        ...[first!, then!, runWhole(false), failWrites(refusal, 1, pairCount * 2), send()],
        ...[refused!, retryDead(), send()],
        ...[sent!, dispatch(), readPage(true, pagesBefore), mergePage(true)],
        ...[told!, audit(), runWhole(false)],
        ...after,
      ];
    });
}
