import { Anchor, Button, Text } from '@mantine/core';
import type { Conflict } from '../../../http/schemas/optOuts.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { Whom } from './Whom.tsx';
import { nameOf } from './whomName.ts';

interface Sending {
  readonly sending: ReadonlySet<string>;
  readonly onSend: (conflict: Conflict) => void;
}

/** @param acts - null for somebody who may only read */
export function conflictColumns(acts: Sending | null): readonly Column<Conflict>[] {
  const columns: Column<Conflict>[] = [
    { id: 'contact', header: 'Contact', width: 170, narrow: 'lead', cell: ({ whom }) => <Whom whom={whom} /> },
    { id: 'here', header: 'Here', width: 220, narrow: 'line', cell: ({ here }) => <Here here={here} /> },
    { id: 'there', header: 'CRM', width: 240, narrow: 'line', cell: (conflict) => <There conflict={conflict} /> },
    { id: 'rule', header: 'Rule applied', cell: ({ rule }) => rule },
  ];
  if (acts === null) return columns;
  const send = (conflict: Conflict) => (
    <Button
      size="compact-md"
      variant="default"
      loading={acts.sending.has(conflict.id)}
      onClick={() => acts.onSend(conflict)}
      aria-label={`Send our state: ${nameOf(conflict.whom)}`}
    >
      Send our state
    </Button>
  );
  return [...columns, { id: 'send', header: 'Send our state', width: 150, narrow: 'end', cell: send }];
}

function Here({ here }: { readonly here: Conflict['here'] }) {
  return (
    <>
      {here.sentence}{' '}
      <Text span c="dimmed" fz="inherit">
        <RelativeTime at={here.since} inTable />
      </Text>
    </>
  );
}

function There({ conflict: { there, whom } }: { readonly conflict: Conflict }) {
  return (
    <>
      {there.connectionName}: {there.field} is <span className="rc-mono">{there.value === '' ? '–' : there.value}</span>{' '}
      <Text span c="dimmed" fz="inherit">
        <RelativeTime at={there.modifiedAt} inTable />
      </Text>
      {there.recordUrl !== null && (
        <>
          {' '}
          <Anchor
            href={there.recordUrl}
            target="_blank"
            rel="noreferrer"
            fz="inherit"
            aria-label={`Open record of ${nameOf(whom)} in ${there.connectionName}`}
          >
            Open record
          </Anchor>
        </>
      )}
    </>
  );
}
