import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFtp } from '../../../connectors/ftp/index.ts';
import { describeConnectorContract, type ContractVendor, type VendorOptions } from '../../contract/conformance.ts';
import { makeSshKey, startSftpServer } from '../../sandbox/files/sftpServer.ts';
import { MemorySecrets, SILENT } from '../salesforce/sandboxConnection.ts';

const BASE = Date.parse('2026-11-20T13:00:00Z');
const KEY = makeSshKey().private;

/** People in one file of an SFTP server; all of its rows have one time, so that all are tied whatever is asked for. */
async function startVendor({ people, pageRows }: VendorOptions): Promise<ContractVendor> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sftp-'));
  const spoolDirectory = mkdtempSync(join(tmpdir(), 'rollcall-spool-'));
  const names = new Map(Array.from({ length: people }, (_, i) => [String(1_000 + i), `Person ${i}`]));
  let versions = 0;
  const write = (): void => {
    const path = join(folder, 'StudentData.csv');
    const rows = [...names].map(([id, name]) => `${id},${name},+1 716 555 0100\r\n`);
    writeFileSync(path, `StudentId,FirstName,MobileNumber\r\n${rows.join('')}`);
    versions += 1;
    utimesSync(path, BASE / 1000 + versions, BASE / 1000 + versions);
  };
  const touch = (recordId: string): void => {
    names.set(recordId, `Touched ${versions}`);
    write();
  };
  write();
  const server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }], hostKey: KEY });
  const { host, port } = server;
  return {
    connector: makeFtp({ pageRows }),
    access: {
      connectionId: 'c1',
      settings: { protocol: 'sftp', host, port, username: 'rollcall', method: 'password' },
      secrets: new MemorySecrets({ password: 'secret' }),
      accountId: server.fingerprint(),
    },
    deps: { allowPrivateHosts: true, spoolDirectory, now: () => new Date(), log: SILENT },
    recordType: 'Contact',
    sourceId: '/Student',
    fields: ['FirstName', 'MobileNumber', 'StaffId'],
    identity: { recordId: 'StudentId', lastModified: null },
    ids: () => [...names.keys()],
    touch,
    callsToRows: () => server.counts().read,
    // What was fetched before is not read again, so there has to be a new version.
    hangOnRead: () => {
      write();
      server.addFault({ what: 'hang', on: 'read', times: 1 });
    },
    dripOnRead: () => {
      write();
      server.addFault({ what: 'drip', on: 'read', bytes: 1, everyMs: 500 });
    },
    write: null,
    async close() {
      await server.close();
      for (const one of [folder, spoolDirectory]) rmSync(one, { recursive: true, force: true });
    },
  };
}

describeConnectorContract('SFTP files', startVendor, { writesBack: false });
