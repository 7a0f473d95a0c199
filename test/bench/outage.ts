import { receiveMessages } from '../../src/sync/receiveMessages.ts';
import { startWriteBackDispatcher } from '../../src/sync/writeBackDispatcher.ts';
import { stopTestServer } from '../support/database.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { OutageClock } from './outageClock.ts';
import { messageId } from './textablePeople.ts';

const STOPS = 5000;
const HOURS = 24;
const HOUR_MS = 3_600_000;
const PER_HOUR = Math.ceil(STOPS / HOURS);

interface Person {
  readonly contact_id: string;
  readonly mobile: string;
}

/**
 * A CRM that is away for a day: the clock is set forward through it, timer by timer, with STOPs coming in every hour.
 * From its return on the clock is the machine's.
 */
export async function outage(say: (line: string) => void): Promise<Measured> {
  const clock = new OutageClock(new Date('2026-11-20T15:00:00Z'));
  const bed = await createTestBed({
    sandbox: { contacts: Math.ceil(STOPS * 1.5), leads: 0, now: clock.now },
    view: 'AllContacts',
  });
  try {
    bed.clock.now = clock.now;
    await bed.run();
    const people = await bed.sql<Person>(
      'select contact_id, mobile from contact where not opted_out and mobile is not null order by id limit $1',
      [STOPS],
    );
    if (people.length < STOPS) throw new Error(`Only ${people.length} of ${STOPS} people may be texted.`);
    const dispatcher = startWriteBackDispatcher(bed.ctx, 'bench', { after: clock.after });
    try {
      bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });
      bed.sandbox.resetCalls();
      for (let hour = 0; hour < HOURS; hour++) {
        await receive(bed, clock, people, hour * PER_HOUR);
        dispatcher.wake(bed.connectionId);
        // Before its first call has failed there is no timer, and the hour would pass without one.
        await dispatcher.atRest();
        await clock.pass(HOUR_MS, () => dispatcher.atRest());
        say(`${hour + 1} of ${HOURS} hours without the CRM`);
      }
      const callsWhileAway = bed.sandbox.calls.total;
      if (callsWhileAway < HOURS * 60) throw new Error(`Only ${callsWhileAway} calls in ${HOURS} h: nobody looked.`);
      if ((await confirmed(bed)) > 0) throw new Error('A write-back was confirmed by a CRM that was away.');

      bed.sandbox.clearFaults();
      bed.sandbox.resetCalls();
      clock.goOn();
      const returned = performance.now();
      const seconds = (): number => (performance.now() - returned) / 1000;
      await until(async () => (await confirmed(bed)) === STOPS, { withinMs: 300_000, what: 'every opt-out confirmed' });
      const drainSeconds = seconds();
      const { log } = bed.sandbox.calls;
      const values = {
        stops: STOPS,
        lost: people.filter(({ contact_id: id }) => bed.sandbox.record('Contact', id)?.['SMS_Opt_Out__c'] !== true).length,
        drainSeconds: rounded(drainSeconds),
        callsWhileAway,
        callsAfterReturn: log.length,
        mostCallsInASecond: mostInASecond(log.map(({ at }) => at)),
      };
      return {
        values,
        figures: [
          atMost('24 h without the CRM, 5,000 STOPs in it: lost', 'outage.lost', values.lost, 0),
          atMost('its return → all confirmed', 'outage.drainSeconds', values.drainSeconds, 60, 's'),
        ],
      };
    } finally {
      await dispatcher.stop();
    }
  } finally {
    await bed.close();
    await stopTestServer();
  }
}

/** An hour's STOPs, taken in together. */
async function receive(bed: TestBed, clock: OutageClock, people: readonly Person[], from: number): Promise<void> {
  await receiveMessages(
    bed.ctx,
    people.slice(from, from + PER_HOUR).map(({ mobile }, index) => ({
      provider: 'twilio',
      teamId: bed.teamId,
      to: '+17165550100',
      body: 'STOP',
      verdict: null,
      providerId: messageId(from + index),
      from: mobile,
      receivedAt: clock.now(),
    })),
  );
}

async function confirmed(bed: TestBed): Promise<number> {
  const [row] = await bed.sql<{ count: number }>(
    `select count(*)::int as count from outbox where state = 'confirmed'`,
  );
  return row?.count ?? 0;
}

/** The most of these instants (epoch ms) that fall in one second. */
function mostInASecond(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while (at - sorted[first]! >= 1000) first++;
    return Math.max(most, index - first + 1);
  }, 0);
}
