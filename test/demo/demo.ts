import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailSink } from '../sandbox/mail/startMailSink.ts';
import { startSalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import { signIn } from './apiClient.ts';
import { startCampusServer } from './filesStory.ts';
import { ensureConsole } from './ensureConsole.ts';
import { startServiceProcess } from './serviceProcess.ts';
import { showConsole, tellSteps, type DemoParts } from './story.ts';

/**
 * `npm run demo`: the whole of Rollcall on this machine, against a sandbox org. Stays up until Ctrl-C.
 * `npm run demo -- --once`: the same without a person; the last line is one JSON object, and the exit code is 0 only if
 * all of it happened.
 */
const EMAIL = 'admin@riverside.example';

async function main(): Promise<void> {
  const once = process.argv.includes('--once');
  const closing: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  let stopping = false;
  const interrupted = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });

  try {
    const story = tellStory(once, closing);
    const ended = await Promise.race([story.then((result) => ({ result })), interrupted.then(() => null)]);
    if (ended && !once) await interrupted;
    if (!ended) story.catch(() => undefined);
    say(once || !ended ? 'Stopping what was started.' : '\nStopping what was started.');
    await closeAll();
    if (once && ended) console.log(JSON.stringify(ended.result));
    process.exitCode = once && !ended ? 130 : 0;
  } catch (error) {
    await closeAll();
    console.error(error instanceof Error ? error.message : error);
    if (once) console.log(JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) }));
    process.exitCode = 1;
  }
  process.exit();
}

async function tellStory(once: boolean, closing: (() => Promise<unknown>)[]): Promise<unknown> {
  const started = performance.now();
  const password = `demo-${randomBytes(6).toString('hex')}`;
  say(`Rollcall demo: everything runs on this machine; the org is a sandbox, not a real Salesforce.`);
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  await chmod(dataDir, 0o711);
  closing.push(() => rm(dataDir, { recursive: true, force: true }));

  const building = once ? Promise.resolve(false) : ensureConsole();
  const sandbox = await startSalesforceSandbox({ contacts: 5000, leads: 300 });
  closing.push(() => sandbox.close());
  const sftp = await startCampusServer(await mkdtemp(join(tmpdir(), 'rollcall-campus-')));
  closing.push(() => rm(sftp.folder, { recursive: true, force: true }), () => sftp.close());
  const mail = await startMailSink();
  closing.push(() => mail.close());
  say(
    `Sandbox org with ${count(sandbox.count('Contact'))} contacts and ${count(sandbox.count('Lead'))} leads at ${sandbox.url}`,
  );
  if (await building) say('The console was built.');

  const service = await startServiceProcess({
    dataDir,
    env: {
      ROLLCALL_ADMIN_EMAIL: EMAIL,
      ROLLCALL_ADMIN_PASSWORD: password,
      ROLLCALL_SMTP_URL: mail.smtpUrl,
      ROLLCALL_DEMO_SANDBOX_URL: sandbox.url,
      ROLLCALL_DEMO_MAIL_URL: mail.webUrl,
    },
  });
  closing.push(() => service.stop());
  say(`Service at ${service.url}, started in ${seconds(performance.now() - started)}`);

  const api = await signIn(service.url, EMAIL, password);
  const parts: DemoParts = { api, sandbox, sftp, serviceUrl: service.url, say };
  const result = await tellSteps(parts);
  say(`All of it took ${seconds(performance.now() - started)}.`);
  if (!once) showConsole(parts, { url: service.url, email: EMAIL, password, mailUrl: mail.webUrl });
  return result;
}

function say(line: string): void {
  console.log(line);
}

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

await main();
