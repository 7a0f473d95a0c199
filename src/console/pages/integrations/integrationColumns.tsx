import { Group } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { count } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { Health } from '../../parts/Health.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { TextLink } from '../../router/links.tsx';
import { isFileServer, mustConnect } from './connectionTabList.ts';
import { recordTypeLabel } from './recordTypes.ts';

/** The columns of Integrations. */
export function integrationColumns(team: string): readonly Column<Connection>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 180,
      narrow: 'lead',
      sortBy: (row) => row.name,
      cell: (row) => (
        <TextLink to="/t/$team/integrations/$connection" params={{ team, connection: row.id }} fz="inherit">
          {row.name}
        </TextLink>
      ),
    },
    {
      id: 'health',
      header: 'Health',
      width: 170,
      narrow: 'end',
      cell: (row) => <Health health={{ ...row.health, since: null }} short />,
    },
    {
      id: 'activity',
      header: 'Activity',
      width: 130,
      cell: (row) => (row.activity === null ? 'Idle' : <RunStateBadge run={row.activity} />),
    },
    {
      id: 'imports',
      header: 'Imports',
      cell: (row) => {
        const on = row.imports.filter((one) => one.state === 'on');
        return on.length === 0
          ? 'Nothing yet'
          : on.map((one) => `${recordTypeLabel(one.recordType)}: ${one.sourceName}`).join(', ');
      },
    },
    { id: 'last', header: 'Last result', width: 220, narrow: 'line', cell: (row) => <LastResult connection={row} /> },
    { id: 'next', header: 'Next start', width: 160, cell: nextStart },
    { id: 'calls', header: 'Calls today', width: 100, numeric: true, cell: (row) => count(isFileServer(row) ? null : row.callsToday) },
  ];
}

function LastResult({ connection }: { readonly connection: Connection }) {
  const last = newestRun(connection);
  if (last === null) return <>–</>;
  return (
    <Group gap={8} wrap="nowrap">
      <RunStateBadge run={last} />
      <RelativeTime at={last.finishedAt ?? last.queuedAt} inTable />
    </Group>
  );
}

function newestRun(connection: Connection) {
  const runs = connection.imports.flatMap((one) => (one.lastRun === null ? [] : [one.lastRun]));
  return runs.sort((one, other) => other.queuedAt.localeCompare(one.queuedAt))[0] ?? null;
}

function nextStart(connection: Connection): string {
  if (connection.schedulePaused) return 'Paused';
  if (connection.account !== null && mustConnect(connection)) return 'After reconnecting';
  const starts = connection.imports.flatMap((one) => (one.nextStart === null ? [] : [one.nextStart.startsAt])).sort();
  return starts[0] === undefined ? 'By hand only' : easternTime(starts[0]);
}
