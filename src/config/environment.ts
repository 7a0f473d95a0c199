import { Type, type Static, type TString } from '@sinclair/typebox';

/** What a setting's annotation says beside its pattern: shown in the README's table and in refusals. */
interface SettingText {
  readonly pattern: string;
  /** What it is for. */
  readonly description: string;
  /** What may be typed. */
  readonly accepts: string;
  /** Used when it is not set. */
  readonly default?: string;
  /** What happens when it is not set and has no default. */
  readonly unset?: string;
  /** Never shown, not even when it is refused. */
  readonly secret?: true;
}

const setting = (text: SettingText) => Type.Optional(Type.String(text) as TString);

const BOOLEAN = { pattern: '^(true|false)$', accepts: '`true` or `false`', default: 'false' };
const WEB_ADDRESS = {
  pattern: '^https?://[^\\s/?#]+(/[^\\s?#]*)?$',
  accepts: 'an address beginning with `http://` or `https://`',
};

/** Everything Rollcall reads from its environment. Each key has a line in `.env.example`, in the README and a test. */
export const Environment = Type.Object({
  ROLLCALL_HOST: setting({
    pattern: '^[\\w.:-]+$',
    description: 'Address the server listens on; `0.0.0.0` for every network card.',
    accepts: 'an IP address or a host name',
    default: '127.0.0.1',
  }),
  ROLLCALL_PORT: setting({
    pattern: '^(0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$',
    description: 'Port the server listens on.',
    accepts: 'a whole number from 0 to 65535',
    default: '8080',
  }),
  ROLLCALL_PUBLIC_URL: setting({
    ...WEB_ADDRESS,
    description:
      'Where people, Salesforce and Twilio reach this server. Twilio signs it and Salesforce returns to it, so it must be exact.',
    unset: '`http://localhost:<port>`',
  }),
  ROLLCALL_TRUST_PROXY: setting({
    ...BOOLEAN,
    description: 'A reverse proxy stands in front and sets `X-Forwarded-For`.',
  }),
  DATABASE_URL: setting({
    pattern: '^postgres(ql)?://\\S+$',
    description: 'PostgreSQL 15 or newer.',
    accepts: 'an address like `postgres://user:password@host:5432/database`',
    unset: 'an embedded PostgreSQL in the data directory',
    secret: true,
  }),
  ROLLCALL_DATA_DIR: setting({
    pattern: '\\S',
    description: 'Folder for the embedded database, the generated encryption key, and files while they are imported.',
    accepts: 'a path',
    default: './data',
  }),
  ROLLCALL_ENCRYPTION_KEY: setting({
    pattern: '^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$',
    description: "Encrypts tokens and secrets in the database. Keep a copy: without it they can't be read.",
    accepts: '32 bytes as 64 hexadecimal digits or in base64',
    unset: 'generated once into the data directory',
    secret: true,
  }),
  ROLLCALL_ALLOW_PRIVATE_HOSTS: setting({
    ...BOOLEAN,
    description: 'Connections may go to loopback and private addresses. For a sandbox on this machine only.',
  }),
  ROLLCALL_ADMIN_EMAIL: setting({
    pattern: '^[^\\s@<>"]+@[^\\s@<>"]+$',
    description:
      'Makes the first owner at the start, without the one-time link. An account that exists keeps its password.',
    accepts: 'a mail address, together with ROLLCALL_ADMIN_PASSWORD',
    unset: 'a one-time link is printed',
  }),
  ROLLCALL_ADMIN_PASSWORD: setting({
    pattern: '^[^]{12,1024}$',
    description: "The first owner's password.",
    accepts: '12 characters or more, together with ROLLCALL_ADMIN_EMAIL',
    unset: 'a one-time link is printed',
    secret: true,
  }),
  ROLLCALL_SMTP_URL: setting({
    pattern: '^smtps?://\\S+$',
    description: 'Mail server for notifications about imports.',
    accepts: 'an address like `smtps://user:password@host:465`',
    unset: 'no mail is sent; what would be sent is marked as failed with the reason',
    secret: true,
  }),
  ROLLCALL_MAIL_FROM: setting({
    pattern: '^([^<>\\r\\n]*<)?[^\\s@<>]+@[^\\s@<>]+>?$',
    description: 'Sender of notifications.',
    accepts: 'a mail address, or `Name <address>`',
    default: 'Rollcall <rollcall@localhost>',
  }),
  AGENDA_MONGODB_URL: setting({
    pattern: '^mongodb(\\+srv)?://\\S+$',
    description: 'Keeps jobs in MongoDB instead of PostgreSQL.',
    accepts: 'an address like `mongodb://host:27017/rollcall`',
    unset: 'jobs are kept in PostgreSQL',
    secret: true,
  }),
  ROLLCALL_LOG_LEVEL: setting({
    pattern: '^(error|warn|info|debug)$',
    description: 'Least important lines that are written.',
    accepts: '`error`, `warn`, `info` or `debug`',
    default: 'info',
  }),
  ROLLCALL_LOG_FORMAT: setting({
    pattern: '^(json|text)$',
    description: 'One JSON object a line, or text for reading.',
    accepts: '`json` or `text`',
    unset: '`text` on a terminal, `json` elsewhere',
  }),
  ROLLCALL_DEMO_SANDBOX_URL: setting({
    ...WEB_ADDRESS,
    description: 'Set by the demo: where its sandbox org is.',
    unset: 'this is not a demo',
  }),
  ROLLCALL_DEMO_MAIL_URL: setting({
    ...WEB_ADDRESS,
    description: 'Set by the demo: where its mail can be read.',
    unset: 'the demo keeps no mail',
  }),
});
export type Environment = Static<typeof Environment>;
export type SettingName = keyof Environment;

/** The text of one setting. */
export function settingText(name: SettingName): SettingText {
  return Environment.properties[name] as unknown as SettingText;
}

export const settingNames = Object.keys(Environment.properties) as SettingName[];
