import { resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { ConfigError } from './configError.ts';
import { Environment, settingNames, settingText, type SettingName } from './environment.ts';
import { nearest } from './nearest.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** The settings, read once in the wiring and passed on as values. */
export interface Settings {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly trustProxy: boolean;
  /** Null: an embedded server in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** 32 bytes; null: kept in `dataDir`, see `loadKey`. */
  readonly encryptionKey: Buffer | null;
  readonly allowPrivateHosts: boolean;
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly agendaMongodbUrl: string | null;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'text';
  readonly demo: { readonly sandboxUrl: string; readonly mailUrl: string | null } | null;
}

/**
 * Reads the environment. An empty value counts as not set, as in `KEY=` of an env file.
 * @param isTerminal - standard output is read by a person; decides the format of the log when it is not set
 * @throws ConfigError naming every bad or unknown key and what it accepts
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, isTerminal = false): Settings {
  const given = (name: SettingName): string | undefined => (env[name]?.trim() === '' ? undefined : env[name]?.trim());
  const problems = [...unknownKeys(env), ...settingNames.flatMap((name) => refusals(name, given(name)))];
  if (given('ROLLCALL_ADMIN_EMAIL') !== undefined && given('ROLLCALL_ADMIN_PASSWORD') === undefined) {
    problems.push('ROLLCALL_ADMIN_PASSWORD is not set, but ROLLCALL_ADMIN_EMAIL is. Set both or neither.');
  }
  if (given('ROLLCALL_ADMIN_PASSWORD') !== undefined && given('ROLLCALL_ADMIN_EMAIL') === undefined) {
    problems.push('ROLLCALL_ADMIN_EMAIL is not set, but ROLLCALL_ADMIN_PASSWORD is. Set both or neither.');
  }
  if (problems.length > 0) throw new ConfigError(problems);

  const text = (name: SettingName): string => given(name) ?? settingText(name).default ?? '';
  const optional = (name: SettingName): string | null => given(name) ?? null;
  const email = optional('ROLLCALL_ADMIN_EMAIL');
  const sandboxUrl = optional('ROLLCALL_DEMO_SANDBOX_URL');
  const key = optional('ROLLCALL_ENCRYPTION_KEY');
  return {
    host: text('ROLLCALL_HOST'),
    port: Number(text('ROLLCALL_PORT')),
    publicUrl: (optional('ROLLCALL_PUBLIC_URL') ?? `http://localhost:${text('ROLLCALL_PORT')}`).replace(/\/+$/, ''),
    trustProxy: text('ROLLCALL_TRUST_PROXY') === 'true',
    databaseUrl: optional('DATABASE_URL'),
    dataDir: resolve(text('ROLLCALL_DATA_DIR')),
    encryptionKey: key === null ? null : Buffer.from(key, key.length === 64 ? 'hex' : 'base64'),
    allowPrivateHosts: text('ROLLCALL_ALLOW_PRIVATE_HOSTS') === 'true',
    admin: email === null ? null : { email, password: env['ROLLCALL_ADMIN_PASSWORD'] ?? '' },
    smtpUrl: optional('ROLLCALL_SMTP_URL'),
    mailFrom: text('ROLLCALL_MAIL_FROM'),
    agendaMongodbUrl: optional('AGENDA_MONGODB_URL'),
    logLevel: text('ROLLCALL_LOG_LEVEL') as LogLevel,
    logFormat: (optional('ROLLCALL_LOG_FORMAT') ?? (isTerminal ? 'text' : 'json')) as 'json' | 'text',
    demo: sandboxUrl === null ? null : { sandboxUrl, mailUrl: optional('ROLLCALL_DEMO_MAIL_URL') },
  };
}

/** Keys that look like ours and are not: a misspelt setting must not be passed over in silence. */
function unknownKeys(env: Readonly<Record<string, string | undefined>>): string[] {
  const known: ReadonlySet<string> = new Set(settingNames);
  return Object.keys(env)
    .filter((name) => name.startsWith('ROLLCALL_') && !known.has(name))
    .map((name) => {
      const near = nearest(name, settingNames);
      return `${name} is not a setting.${near === null ? ' Remove it.' : ` Is ${near} meant?`}`;
    });
}

function refusals(name: SettingName, value: string | undefined): string[] {
  if (value === undefined) return [];
  const fits: boolean = Value.Check(Environment.properties[name], value);
  if (fits) return [];
  const { accepts, secret } = settingText(name);
  const shown = secret ? `has a value of ${value.length} characters that can't be used` : `is “${value.slice(0, 80)}”`;
  return [`${name} ${shown}. It accepts ${accepts.replace(/`/g, '')}.`];
}
