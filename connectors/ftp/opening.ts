import { join } from 'node:path';
import type { ConnectionAccess, ConnectorDeps, OpenConnection } from '../../src/contract/connector.ts';
import { readColumns } from './columns.ts';
import { columnFields, describeSource, searchSources } from './describe.ts';
import { openFiles } from './fileAccess.ts';
import { pullFile } from './pull.ts';
import type { Protocols } from './protocols.ts';
import { reportOn } from './report.ts';
import { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { Spool } from './spool.ts';
import { accountIdOf, needsTrust } from './trust.ts';
import type { Tuning } from './tuning.ts';

/** Opens one connection; the first call that needs the server signs in. */
export function openConnection(
  access: ConnectionAccess,
  deps: ConnectorDeps,
  tuning: Tuning,
  protocols: Protocols,
): OpenConnection {
  const settings = readSettings(access.settings);
  const session = new Session(settings, access, protocols[settings.protocol](deps));
  const spool = new Spool(join(deps.spoolDirectory, access.connectionId));
  const { files, stageNewest } = openFiles(session, spool, settings);
  return {
    test: (signal, sourceId = null) =>
      session.use((remote, both) => {
        const identity = session.identity ?? { kind: 'none' };
        return reportOn(remote, { settings, identity, accountId: access.accountId ?? null }, sourceId, both);
      }, signal),

    identity: { look: (signal) => session.look(signal), accountIdOf, needsTrust },

    files,

    searchSources: (request, signal) => searchSources(session, request, signal),

    describeSource: (_recordType, sourceId, signal, options = null) =>
      describeSource(session, sourceId, options, signal),

    async describeFields(_recordType, sourceId, signal, options = null) {
      return columnFields(await readColumns(session, sourceId, options, signal));
    },

    pull: (request, signal) => pullFile({ spool, pageRows: tuning.pageRows, stageNewest }, request, signal),

    callsUsed: () => session.callsUsed,

    usage: () => null,

    close: () => session.close(),
  };
}
