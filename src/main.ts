#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { ConfigError } from './config/configError.ts';
import { readSettings } from './config/settings.ts';
import { startFault } from './wiring/startFault.ts';
import { startService, type Doors, type Service } from './wiring/startService.ts';

/**
 * Starts the service: `node src/main.ts [all|serve|worker]`. `serve` opens the HTTP door, `worker` the jobs, `all`
 * both. SIGTERM and SIGINT finish the page in hand, then stop; a second one stops at once.
 */
const DOORS: Readonly<Record<string, Doors>> = {
  all: { http: true, jobs: true },
  serve: { http: true, jobs: false },
  worker: { http: false, jobs: true },
};

async function main(): Promise<void> {
  const mode = process.argv[2] ?? 'all';
  const doors = DOORS[mode];
  if (!doors) throw new ConfigError([`“${mode}” is no way to start. It accepts all (the default), serve or worker.`]);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env, process.stdout.isTTY);
  const service = await startService(settings, doors);

  let stops = 0;
  const stop = (): void => {
    stops += 1;
    if (stops > 1) process.exit(1);
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  console.log(greeting(service, doors).join('\n'));
}

/** What a person needs to know next. Printed in one piece, for programs that wait for it. */
function greeting(service: Service, doors: Doors): string[] {
  const lines = [service.url ? `Rollcall is open at ${service.url}` : 'Rollcall’s worker is running.'];
  if (service.firstRunUrl) lines.push(`Make the first admin here, once, within a day: ${service.firstRunUrl}`);
  if (doors.http && !existsSync(new URL('../dist/console/index.html', import.meta.url))) {
    lines.push('The console is not built yet; until then only the API answers. Build it with: npm run build:console');
  }
  return lines;
}

main().catch((error: unknown) => {
  console.error(startFault(error) ?? error);
  process.exit(1);
});
