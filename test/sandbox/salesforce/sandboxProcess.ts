/**
 * The sandbox as a program of its own, so that what a service costs can be measured without it:
 *
 *   node sandboxProcess.ts '{"contacts":200000}'
 *
 * Prints one line of JSON with the facts a client needs when it is ready. Ends on SIGTERM or SIGINT, and when standard
 * input closes, that is when whoever started it is gone.
 */
import { startSalesforceSandbox, type SandboxFacts, type SandboxOptions } from './startSalesforceSandbox.ts';

const sandbox = await startSalesforceSandbox(JSON.parse(process.argv[2] ?? '{}') as SandboxOptions);
const { url, clientId, clientSecret, orgId, orgName, username } = sandbox;
const facts: SandboxFacts = { url, clientId, clientSecret, orgId, orgName, username };
process.stdout.write(`${JSON.stringify(facts)}\n`);

const stop = (): void => {
  void sandbox.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.stdin.once('end', stop).once('error', stop).resume();
