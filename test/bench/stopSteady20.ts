import { setTimeout as pause } from 'node:timers/promises';
import { deliverText } from '../demo/apiClient.ts';
import { TEXTING_NUMBER, TEXTING_TOKEN } from '../demo/connectSandbox.ts';
import { until } from '../support/until.ts';
import { openArena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';

const CONTACTS = 5000;
const PER_SECOND = 20;
const SECONDS = 30;

/**
 * From the webhook being called to the sandbox CRM having accepted the opt-out, at a steady rate of different people.
 */
export async function stopSteady20(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(CONTACTS);
  try {
    await timedImport(arena, CONTACTS, say);
    const { rows: people } = await arena.sql.query<{ contact_id: string; mobile: string }>(
      'select contact_id, mobile from contact where not opted_out and mobile is not null order by id limit $1',
      [PER_SECOND * SECONDS],
    );
    const sentAt = new Map<string, number>();
    const answers: Promise<void>[] = [];
    const started = performance.now();
    for (const [index, person] of people.entries()) {
      await pause(Math.max(0, started + (index * 1000) / PER_SECOND - performance.now()));
      if (index % (PER_SECOND * 5) === 0) say(`${index} of ${people.length} STOPs sent`);
      sentAt.set(person.contact_id, Date.now());
      answers.push(
        deliverText(arena.service.url, TEXTING_TOKEN, {
          sid: `SM${String(index).padStart(32, '0')}`,
          from: person.mobile,
          to: TEXTING_NUMBER,
          body: 'STOP',
        }).then((answer) => {
          if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}.`);
        }),
      );
    }
    await Promise.all(answers);
    const writes = await until(
      async () => {
        const accepted = await arena.sandbox.writes();
        return accepted.length >= people.length ? accepted : null;
      },
      { withinMs: 60_000, what: 'every STOP reaching the CRM' },
    );
    const delays = writes
      .filter((write) => sentAt.has(write.id))
      .map((write) => write.at - sentAt.get(write.id)!)
      .sort((a, b) => a - b);
    if (new Set(writes.map((write) => write.id)).size < people.length) {
      throw new Error('Some STOP never reached the CRM.');
    }
    const percentile = (share: number): number =>
      delays[Math.min(delays.length - 1, Math.floor(delays.length * share))]!;
    const values = {
      stops: people.length,
      medianMs: rounded(percentile(0.5)),
      p99Ms: rounded(percentile(0.99)),
      maxMs: rounded(delays.at(-1)!),
    };
    return {
      values,
      figures: [
        atMost(
          'STOP at the webhook → accepted by the CRM, 20 a second for 30 s, p99',
          'stopSteady20.p99Ms',
          values.p99Ms,
          500,
          'ms',
        ),
      ],
    };
  } finally {
    await arena.close();
  }
}
