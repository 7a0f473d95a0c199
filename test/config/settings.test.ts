import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../../src/config/configError.ts';
import { settingNames, settingText, type SettingName } from '../../src/config/environment.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import { settingsTable } from '../../src/config/settingsTable.ts';

const HEX_KEY = 'ab'.repeat(32);

/** For every key: what is taken and how it is read, and what is refused. */
const CASES: Record<
  SettingName,
  {
    good: [value: string, read: (settings: Settings) => unknown, expected: unknown][];
    bad: string[];
    with?: Record<string, string>;
  }
> = {
  ROLLCALL_HOST: {
    good: [
      ['0.0.0.0', (s) => s.host, '0.0.0.0'],
      ['::1', (s) => s.host, '::1'],
    ],
    bad: ['http://host', 'a b'],
  },
  ROLLCALL_PORT: {
    good: [
      ['0', (s) => s.port, 0],
      ['65535', (s) => s.port, 65535],
    ],
    bad: ['65536', '-1', '80a', '8.5', '080'],
  },
  ROLLCALL_PUBLIC_URL: {
    good: [['https://rollcall.example.edu/', (s) => s.publicUrl, 'https://rollcall.example.edu']],
    bad: ['rollcall.example.edu', 'ftp://x', 'https://x?y=1'],
  },
  ROLLCALL_TRUST_PROXY: { good: [['true', (s) => s.trustProxy, true]], bad: ['yes', '1', 'TRUE'] },
  DATABASE_URL: {
    good: [
      ['postgres://a:b@host/db', (s) => s.databaseUrl, 'postgres://a:b@host/db'],
      ['postgresql://host/db', (s) => s.databaseUrl, 'postgresql://host/db'],
    ],
    bad: ['mysql://host/db', 'db.internal'],
  },
  ROLLCALL_DATA_DIR: { good: [['./elsewhere', (s) => s.dataDir, resolve('elsewhere')]], bad: [] },
  ROLLCALL_ENCRYPTION_KEY: {
    good: [
      [HEX_KEY, (s) => s.encryptionKey?.toString('hex'), HEX_KEY],
      [Buffer.from(HEX_KEY, 'hex').toString('base64'), (s) => s.encryptionKey?.toString('hex'), HEX_KEY],
      [Buffer.from(HEX_KEY, 'hex').toString('base64url'), (s) => s.encryptionKey?.toString('hex'), HEX_KEY],
    ],
    bad: ['short', 'ab'.repeat(31), 'ab'.repeat(33)],
  },
  ROLLCALL_ALLOW_PRIVATE_HOSTS: { good: [['true', (s) => s.allowPrivateHosts, true]], bad: ['on'] },
  ROLLCALL_ADMIN_EMAIL: {
    good: [['a@b.edu', (s) => s.admin?.email, 'a@b.edu']],
    bad: ['nobody', '<a@b.edu>'],
    with: { ROLLCALL_ADMIN_PASSWORD: 'twelve letters' },
  },
  ROLLCALL_ADMIN_PASSWORD: {
    good: [['twelve letters', (s) => s.admin?.password, 'twelve letters']],
    bad: ['eleven char'],
    with: { ROLLCALL_ADMIN_EMAIL: 'a@b.edu' },
  },
  ROLLCALL_SMTP_URL: { good: [['smtps://u:p@host:465', (s) => s.smtpUrl, 'smtps://u:p@host:465']], bad: ['host:25'] },
  ROLLCALL_MAIL_FROM: {
    good: [['Texting <t@b.edu>', (s) => s.mailFrom, 'Texting <t@b.edu>']],
    bad: ['nobody', 'a@b.edu\nBcc: c@d.edu'],
  },
  AGENDA_MONGODB_URL: {
    good: [['mongodb+srv://host/db', (s) => s.agendaMongodbUrl, 'mongodb+srv://host/db']],
    bad: ['http://host'],
  },
  ROLLCALL_LOG_LEVEL: { good: [['debug', (s) => s.logLevel, 'debug']], bad: ['loud'] },
  ROLLCALL_LOG_FORMAT: { good: [['text', (s) => s.logFormat, 'text']], bad: ['xml'] },
  ROLLCALL_DEMO_SANDBOX_URL: {
    good: [['http://127.0.0.1:9', (s) => s.demo, { sandboxUrl: 'http://127.0.0.1:9', mailUrl: null }]],
    bad: ['here'],
  },
  ROLLCALL_DEMO_MAIL_URL: {
    good: [['http://127.0.0.1:8', (s) => s.demo?.mailUrl, 'http://127.0.0.1:8']],
    bad: ['there'],
    with: { ROLLCALL_DEMO_SANDBOX_URL: 'http://127.0.0.1:9' },
  },
};

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
};

describe('readSettings', () => {
  for (const name of settingNames) {
    const { good, bad, with: others = {} } = CASES[name];
    it(`reads ${name}`, () => {
      for (const [value, read, expected] of good)
        assert.deepEqual(read(readSettings({ ...others, [name]: value })), expected, value);
      assert.doesNotThrow(() => readSettings({ [name]: '' }), 'an empty value counts as not set');
    });

    if (bad.length > 0) {
      it(`refuses what ${name} does not accept, and says what it does`, () => {
        for (const value of bad) {
          const [problem = '', ...more] = problemsOf({ ...others, [name]: value });
          assert.deepEqual(more, []);
          assert.ok(problem.startsWith(`${name} `), problem);
          assert.ok(problem.includes(settingText(name).accepts.replace(/`/g, '')), problem);
          if (settingText(name).secret) assert.equal(problem.includes(value), false, 'a secret is not shown');
        }
      });
    }
  }

  it('has a default for everything', () => {
    const settings = readSettings({});
    assert.equal(settings.host, '127.0.0.1');
    assert.equal(settings.port, 8080);
    assert.equal(settings.publicUrl, 'http://localhost:8080');
    assert.equal(settings.dataDir, resolve('data'));
    assert.equal(settings.databaseUrl, null);
    assert.equal(settings.encryptionKey, null);
    assert.equal(settings.allowPrivateHosts, false);
    assert.equal(settings.admin, null);
    assert.equal(settings.demo, null);
  });

  it('writes text where a person reads, JSON elsewhere', () => {
    assert.equal(readSettings({}, true).logFormat, 'text');
    assert.equal(readSettings({}, false).logFormat, 'json');
    assert.equal(readSettings({ ROLLCALL_LOG_FORMAT: 'json' }, true).logFormat, 'json');
  });

  it('names every bad key at once', () => {
    const problems = problemsOf({ ROLLCALL_PORT: 'x', ROLLCALL_LOG_LEVEL: 'y', ROLLCALL_DATADIR: 'z' });
    assert.equal(problems.length, 3);
  });

  it('refuses keys that look like ours, and suggests the near one', () => {
    assert.match(
      problemsOf({ ROLLCALL_DATADIR: './x' })[0] ?? '',
      /ROLLCALL_DATADIR is not a setting\. Is ROLLCALL_DATA_DIR meant\?/,
    );
    assert.match(problemsOf({ ROLLCALL_COMPLETELY_ELSE: '1' })[0] ?? '', /is not a setting\. Remove it\./);
    assert.doesNotThrow(() => readSettings({ PATH: '/bin', HOME: '/root' }));
  });

  it('wants both of the first admin, or neither', () => {
    assert.match(problemsOf({ ROLLCALL_ADMIN_EMAIL: 'a@b.edu' })[0] ?? '', /ROLLCALL_ADMIN_PASSWORD is not set/);
    assert.match(problemsOf({ ROLLCALL_ADMIN_PASSWORD: 'twelve letters' })[0] ?? '', /ROLLCALL_ADMIN_EMAIL is not set/);
  });
});

describe("the settings' documentation", () => {
  it('has a line for every key in .env.example, and none that is no key', () => {
    const text = readFileSync('.env.example', 'utf8');
    const keys = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    assert.deepEqual([...keys].sort(), [...settingNames].sort());
  });

  it('makes a table with a row for every key', () => {
    const rows = settingsTable().split('\n');
    assert.equal(rows.length, settingNames.length + 2);
    for (const row of rows) assert.equal(row.split(' | ').length, 4, row);
  });
});
