import { isIP } from 'node:net';
import type { FieldProblem, SettingsCheck } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { ServerSettings } from './remote.ts';
import { hasControls } from './sourceId.ts';

/** In the order people choose among them, with the port each has by custom. */
const USUAL_PORTS = { sftp: 22, ftps: 21, ftps_implicit: 990, ftp: 21 } as const;
const PROTOCOLS = Object.keys(USUAL_PORTS) as readonly ServerSettings['protocol'][];
const METHODS = ['password', 'private_key'] as const;

/**
 * Checks what an admin typed. The port may be left empty for the protocol's usual one; plain FTP needs
 * `acceptsUnencrypted`, which says that somebody knows what it means.
 */
export function checkSettings(input: Readonly<Record<string, unknown>>): SettingsCheck {
  const problems: FieldProblem[] = [];
  const refuse = (field: string, message: string): void => void problems.push({ field, message });

  const protocol = PROTOCOLS.find((known) => known === input['protocol']);
  if (!protocol) refuse('protocol', `Protocol is none of ${PROTOCOLS.join(', ')}. Choose how the server is spoken to.`);
  const host = cleanHost(text(input['host']));
  const hostProblem = problemOfHost(host);
  if (hostProblem !== null) refuse('host', hostProblem);
  const port = readPort(input['port'], protocol ?? 'sftp');
  if (port === null) refuse('port', 'Port is not a whole number from 1 to 65535. Leave it empty for the usual one.');
  const username = text(input['username']);
  if (username === '') refuse('username', 'User is empty. Enter the user campus IT gave you.');
  else if (hasControls(username)) refuse('username', 'User has a line break in it. Enter it again.');
  const method = protocol === 'sftp' ? METHODS.find((known) => known === input['method']) : 'password';
  if (!method) refuse('method', `Method is none of ${METHODS.join(', ')}. Choose how Rollcall signs in.`);
  if (protocol === 'ftp' && input['acceptsUnencrypted'] !== true) {
    refuse(
      'acceptsUnencrypted',
      'Plain FTP sends the password and student data unencrypted. Choose SFTP or FTPS, or confirm that this is known.',
    );
  }
  if (!protocol || !method || port === null || problems.length > 0) return { ok: false, problems };
  const oldAlgorithms = protocol === 'sftp' && input['oldAlgorithms'] === true;
  const settings: ServerSettings = { protocol, host, port, username, method, oldAlgorithms };
  return { ok: true, settings: { ...settings, ...(protocol === 'ftp' ? { acceptsUnencrypted: true } : {}) } };
}

/** @throws ConnectorError `NOT_CONNECTED` when stored settings do not pass the check */
export function readSettings(stored: Readonly<Record<string, unknown>>): ServerSettings {
  const check = checkSettings(stored);
  if (check.ok) return check.settings as unknown as ServerSettings;
  const what = check.problems.map(({ message }) => message).join(' ');
  throw new ConnectorError('NOT_CONNECTED', `The connection’s settings are incomplete. ${what}`, {
    kind: 'reauthorise',
  });
}

/** A private key and its passphrase are used by SFTP only, and then no password is. */
export function usedSecrets(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const withKey = settings['protocol'] === 'sftp' && settings['method'] === 'private_key';
  return withKey ? ['privateKey', 'passphrase'] : ['password'];
}

/** The server as people call it; its port only when it is not the usual one. */
export function serverName({ protocol, host, port }: ServerSettings): string {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return port === USUAL_PORTS[protocol] ? name : `${name}:${port}`;
}

/** Host names are the same in either case; brackets and a last dot are ways to write an address. */
function cleanHost(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function problemOfHost(host: string): string | null {
  if (host === '') return 'Host is empty. Enter the server’s name, such as sftp.example.edu.';
  if (isIP(host) !== 0) return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/:]*)/.exec(host)?.[1];
  if (address !== undefined) return `Host is a whole address. Enter the server’s name alone${address && `: ${address}`}.`;
  if (/^[^:]+:\d+$/.test(host)) return 'Host has a port behind it. Enter the port in its own field.';
  if (host.includes('/')) return 'Host has a path in it. Enter the server’s name alone; the folder is chosen later.';
  if (host.includes('@')) return 'Host has a user in front of it. Enter the user in its own field.';
  const labels = host.split('.');
  const isName = host.length <= 253 && labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return isName ? null : 'Host is not a name a server can have. Enter it as campus IT wrote it, such as sftp.example.edu.';
}

function readPort(value: unknown, protocol: ServerSettings['protocol']): number | null {
  if (value === undefined || value === null || value === '') return USUAL_PORTS[protocol];
  const port = typeof value === 'string' && /^\s*\d{1,5}\s*$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
