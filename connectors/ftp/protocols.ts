import type { ConnectorDeps } from '../../src/contract/connector.ts';
import type { Protocol, ServerSettings } from './remote.ts';
import { sftpProtocol } from './sftp.ts';
import { ftpProtocol } from './ftp.ts';

/** How each protocol is spoken. */
export type Protocols = Readonly<Record<ServerSettings['protocol'], (deps: ConnectorDeps) => Protocol>>;

export const PROTOCOLS: Protocols = {
  sftp: sftpProtocol,
  ftps: ftpProtocol,
  ftps_implicit: ftpProtocol,
  ftp: ftpProtocol,
};
