import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { createSealer, KEY_BYTES } from '../db/sealer.ts';
import { buildApp } from './app.ts';

/** Prints the API's OpenAPI document: `npm run openapi`. Nothing is opened for it; only the routes are read. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const silent = (): void => undefined;
const app = buildApp(
  {
    dataSource: new DataSource({ type: 'postgres' }),
    connectors: new Map(),
    sealer: createSealer(Buffer.alloc(KEY_BYTES)),
    allowPrivateHosts: false,
    spoolDirectory: '',
    publicUrl: 'http://localhost:8080',
    log: { info: silent, warn: silent, error: silent },
    now: () => new Date(),
  },
  { trustProxy: false, demo: null },
  { liveUrl: null, version },
);
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();
