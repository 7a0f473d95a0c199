import { setTimeout as pause } from 'node:timers/promises';
import { deliverText } from '../demo/apiClient.ts';
import { TEXTING_NUMBER, TEXTING_TOKEN } from '../demo/connectSandbox.ts';
import { until } from '../support/until.ts';
import { openArena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';
import { messageId, textablePeople } from './textablePeople.ts';

interface Rate {
  /** The bench's name in the JSON. */
  readonly name: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** What the 99th percentile must stay within. */
  readonly limitMs: number;
}

type Say = (line: string) => void;

export const stopSteady20 = (say: Say): Promise<Measured> =>
  stopSteady({ name: 'stopSteady20', perSecond: 20, seconds: 30, limitMs: 500 }, say);

export const stopSteady50 = (say: Say): Promise<Measured> =>
  stopSteady({ name: 'stopSteady50', perSecond: 50, seconds: 60, limitMs: 300 }, say);

/**
 * From the webhook being called to the sandbox CRM having accepted the opt-out, at a steady rate of different people.
 */
async function stopSteady({ name, perSecond, seconds, limitMs }: Rate, say: Say): Promise<Measured> {
  const contacts = Math.max(5000, perSecond * seconds * 2);
  const arena = await openArena(contacts);
  try {
    await timedImport(arena, contacts, say);
    const people = await textablePeople(arena, perSecond * seconds);
    const sentAt = new Map<string, number>();
    const answers: Promise<void>[] = [];
    const started = performance.now();
    for (const [index, person] of people.entries()) {
      await pause(Math.max(0, started + (index * 1000) / perSecond - performance.now()));
      if (index % (perSecond * 5) === 0) say(`${index} of ${people.length} STOPs sent`);
      sentAt.set(person.contactId, Date.now());
      answers.push(
        deliverText(arena.service.url, TEXTING_TOKEN, {
          sid: messageId(index),
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
          `STOP at the webhook → accepted by the CRM, ${perSecond} a second for ${seconds} s, p99`,
          `${name}.p99Ms`,
          values.p99Ms,
          limitMs,
          'ms',
        ),
      ],
    };
  } finally {
    await arena.close();
  }
}
