import type { Connection, UpdateConnection } from '../../../http/schemas/connections.ts';

export type Protocol = 'sftp' | 'ftps' | 'ftps_implicit' | 'ftp';

/** In the order people choose among them, with the port each has by custom. */
export const PROTOCOLS: readonly {
  readonly id: Protocol;
  readonly label: string;
  readonly description: string;
  readonly port: number;
}[] = [
  { id: 'sftp', label: 'SFTP', description: 'Files over SSH. What most campus servers offer.', port: 22 },
  { id: 'ftps', label: 'FTPS, explicit', description: 'FTP that switches to encryption at once.', port: 21 },
  { id: 'ftps_implicit', label: 'FTPS, implicit', description: 'FTP encrypted from the first byte.', port: 990 },
  {
    id: 'ftp',
    label: 'FTP, unencrypted',
    description: 'Whoever is on the way can read the password and the files.',
    port: 21,
  },
];

/** The Authentication form of a file server while it is being edited. */
export interface FtpDraft {
  readonly protocol: Protocol;
  readonly host: string;
  /** As typed; null follows the protocol. */
  readonly port: string | null;
  readonly username: string;
  readonly method: 'password' | 'private_key';
  readonly acceptsUnencrypted: boolean;
  readonly oldAlgorithms: boolean;
  /** Empty ones keep those that are set. */
  readonly password: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

export const SECRETS = ['password', 'privateKey', 'passphrase'] as const;
export type SecretName = (typeof SECRETS)[number];

export const NEW_FTP_DRAFT: FtpDraft = {
  protocol: 'sftp',
  host: '',
  port: null,
  username: '',
  method: 'password',
  acceptsUnencrypted: false,
  oldAlgorithms: false,
  password: '',
  privateKey: '',
  passphrase: '',
};

export function usualPort(protocol: Protocol): number {
  return PROTOCOLS.find(({ id }) => id === protocol)?.port ?? 22;
}

export function protocolOf(value: unknown): Protocol {
  return PROTOCOLS.find(({ id }) => id === value)?.id ?? 'sftp';
}

export function ftpDraftOf({ settings }: Connection): FtpDraft {
  const protocol = protocolOf(settings['protocol']);
  const { host, port, username, method, acceptsUnencrypted, oldAlgorithms } = settings;
  return {
    ...NEW_FTP_DRAFT,
    protocol,
    host: typeof host === 'string' ? host : '',
    port: typeof port === 'number' && port !== usualPort(protocol) ? String(port) : null,
    username: typeof username === 'string' ? username : '',
    method: method === 'private_key' ? 'private_key' : 'password',
    acceptsUnencrypted: acceptsUnencrypted === true,
    oldAlgorithms: oldAlgorithms === true,
  };
}

/** The secrets that signing in needs, or may need. */
export function secretsOf({ protocol, method }: Pick<FtpDraft, 'protocol' | 'method'>): readonly SecretName[] {
  return protocol === 'sftp' && method === 'private_key' ? ['privateKey', 'passphrase'] : ['password'];
}

export function ftpSettingsOf(draft: FtpDraft): Record<string, unknown> {
  const { protocol, method } = draft;
  return {
    protocol,
    host: draft.host.trim(),
    port: Number(draft.port) || usualPort(protocol),
    username: draft.username.trim(),
    method: protocol === 'sftp' ? method : 'password',
    ...(protocol === 'sftp' ? { oldAlgorithms: draft.oldAlgorithms } : {}),
    ...(protocol === 'ftp' ? { acceptsUnencrypted: draft.acceptsUnencrypted } : {}),
  };
}

/** Whether another server, or the same one in another way, is meant: then stored secrets have to be entered again. */
export function leadsElsewhere(draft: FtpDraft, connection: Connection | null): boolean {
  if (connection === null || typeof connection.settings['host'] !== 'string') return false;
  return JSON.stringify(ftpSettingsOf(draft)) !== JSON.stringify(ftpSettingsOf(ftpDraftOf(connection)));
}

/** What to send. */
export function ftpRequestOf(draft: FtpDraft, version: number): UpdateConnection {
  const typed = secretsOf(draft).filter((name) => draft[name] !== '');
  return {
    version,
    settings: ftpSettingsOf(draft),
    ...(typed.length === 0 ? {} : { secrets: Object.fromEntries(typed.map((name) => [name, draft[name]])) }),
  };
}

/** What is missing before the form can be sent, by the API's field names. */
export function missingInFtp(draft: FtpDraft, hasSecret: (name: SecretName) => boolean): Record<string, string> {
  const errors: Record<string, string> = {};
  if (draft.protocol === 'ftp' && !draft.acceptsUnencrypted)
    errors['settings.acceptsUnencrypted'] =
      'Plain FTP is used only when somebody knows what it means. Tick this, or choose SFTP or FTPS.';
  if (draft.host.trim() === '')
    errors['settings.host'] = 'The host is empty. Enter the server’s name, such as sftp.example.edu.';
  if (draft.username.trim() === '') errors['settings.username'] = 'The user is empty. Enter the one campus IT gave you.';
  const [needed] = secretsOf(draft);
  if (needed === 'password' && draft.password === '' && !hasSecret('password'))
    errors['secrets.password'] = 'The password is empty. Enter the one that belongs to the user.';
  if (needed === 'privateKey' && draft.privateKey.trim() === '' && !hasSecret('privateKey'))
    errors['secrets.privateKey'] = 'The private key is empty. Paste it, or choose its file.';
  return errors;
}

/** What was trusted before, in words; null when it is a fingerprint. */
export function knownBefore(trusted: string): string | null {
  if (trusted === 'tls') return 'A certificate that a known authority vouched for';
  return trusted === 'ftp' || trusted === 'none' ? 'Plain FTP, which proves nothing' : null;
}
