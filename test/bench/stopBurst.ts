import { Agent, request } from 'node:http';
import { signedText, type TextMessage } from '../demo/apiClient.ts';
import { TEXTING_NUMBER, TEXTING_TOKEN } from '../demo/connectSandbox.ts';
import { openArena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';
import { messageId, textablePeople } from './textablePeople.ts';

const STOPS = 10_000;
/** More than who may be texted: some have no number, some are opted out already. */
const CONTACTS = 15_000;
/** “At once”: as many as a provider that retries nothing would have open. */
const CONNECTIONS = 500;

/**
 * STOPs of different people, posted at the webhook as fast as one client can, until the sandbox CRM has accepted the
 * last of them. The client is this process; service and sandbox are others.
 */
export async function stopBurst(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(CONTACTS);
  try {
    await timedImport(arena, CONTACTS, say);
    const people = await textablePeople(arena, STOPS);
    const requests = people.map((person, index): TextMessage => ({
      sid: messageId(index),
      from: person.mobile,
      to: TEXTING_NUMBER,
      body: 'STOP',
    }));
    await arena.sandbox.resetCalls();
    const started = Date.now();
    await postAll(arena.service.url, requests);
    const answered = Date.now();
    say(`${STOPS} STOPs answered in ${rounded((answered - started) / 1000)} s`);
    const writes = await arena.sandbox.waitForWrites(STOPS, 60_000);
    const { byRoute } = await arena.sandbox.calls();
    const accepted = new Set(writes.map((write) => write.id));
    if (people.some((person) => !accepted.has(person.contactId))) throw new Error('Some STOP never reached the CRM.');
    const values = {
      stops: STOPS,
      seconds: rounded((Math.max(...writes.map((write) => write.at)) - started) / 1000),
      answeredSeconds: rounded((answered - started) / 1000),
      writeCalls: sum(byRoute, (route) => route.startsWith('PATCH ')),
      writes: writes.length,
    };
    return {
      values,
      figures: [
        atMost('10,000 STOPs at once → all accepted by the CRM', 'stopBurst.seconds', values.seconds, 15, 's'),
        atMost('the same, write calls', 'stopBurst.writeCalls', values.writeCalls, 60),
      ],
    };
  } finally {
    await arena.close();
  }
}

function sum(byRoute: Readonly<Record<string, number>>, counts: (route: string) => boolean): number {
  return Object.entries(byRoute).reduce((total, [route, calls]) => total + (counts(route) ? calls : 0), 0);
}

/** Posts all of them over connections that stay open, each as soon as one is free. */
async function postAll(baseUrl: string, messages: readonly TextMessage[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const queue = messages.values();
  const worker = async (): Promise<void> => {
    for (const message of queue) {
      const status = await post(agent, baseUrl, message);
      if (status !== 200) throw new Error(`The webhook answered ${status}.`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  } finally {
    agent.destroy();
  }
}

/** @returns the answer's status */
function post(agent: Agent, baseUrl: string, message: TextMessage): Promise<number> {
  const { url, headers, body } = signedText(baseUrl, TEXTING_TOKEN, message);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0)).on('error', reject);
      },
    );
    sent.on('error', reject).end(body);
  });
}
