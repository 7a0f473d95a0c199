import type { Connector } from '../../src/contract/connector.ts';
import { FILE } from './describe.ts';
import { checkFiles } from './fileSettings.ts';
import { openConnection } from './opening.ts';
import { PROTOCOLS, type Protocols } from './protocols.ts';
import { checkSettings, usedSecrets } from './settings.ts';
import { TUNING, type Tuning } from './tuning.ts';

/** The connector with other page sizes than production’s, or other servers; for tests. */
export function makeFtp(tuning: Tuning, protocols: Protocols = PROTOCOLS): Connector {
  return {
    id: 'ftp',
    title: 'SFTP or FTP server',
    apiVersion: '',
    recordTypes: [{ id: 'Contact', label: 'Contacts' }],
    sourceKinds: [{ name: FILE, mapsIdentity: true, mapsModified: false }],
    maxWindowsPerDay: 4,
    writesBack: false,
    recordsPerRead: 0,
    checkSettings,
    checkFiles,
    typedSecrets: ['password', 'privateKey', 'passphrase'],
    usedSecrets,
    open: (access, deps) => openConnection(access, deps, tuning, protocols),
  };
}

/** Contacts from the files of a server, by SFTP, FTPS or FTP; each file is imported once and then put away. */
export const ftp: Connector = makeFtp(TUNING);
