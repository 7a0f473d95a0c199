import { Anchor, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DeadLetter } from '../../../http/schemas/optOuts.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { DueClock } from '../../parts/DueClock.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { shortId } from '../../parts/shortId.ts';
import { TextingState } from '../../parts/TextingState.tsx';
import { Whom } from './Whom.tsx';
import { nameOf } from './whomName.ts';

export interface DeadLetterActs {
  readonly onRetry: (letter: DeadLetter) => void;
  readonly onHandle: (letter: DeadLetter) => void;
  /** What stands in the place of the acts: where the retry is, or the time to undo; null while it can be acted on. */
  readonly underWay: (letter: DeadLetter) => ReactNode | null;
  /** Somebody who may only read sees no acts. */
  readonly mayAct: boolean;
}

export function deadLetterColumns(acts: DeadLetterActs): readonly Column<DeadLetter>[] {
  return [
    { id: 'contact', header: 'Contact', width: 160, narrow: 'lead', cell: ({ whom }) => <Whom whom={whom} /> },
    {
      id: 'change',
      header: 'Change',
      width: 130,
      narrow: 'end',
      cell: ({ writeBack }) => <TextingState state={writeBack.change} />,
    },
    { id: 'record', header: 'CRM record', width: 120, narrow: 'line', cell: (letter) => <CrmRecord letter={letter} /> },
    { id: 'reason', header: "CRM's reason", cell: ({ writeBack }) => writeBack.reason ?? '–' },
    { id: 'tries', header: 'Tries', width: 55, numeric: true, cell: ({ writeBack }) => writeBack.tries },
    { id: 'since', header: 'Since', width: 100, cell: ({ since }) => <RelativeTime at={since} inTable /> },
    {
      id: 'due',
      header: 'Due',
      width: 140,
      narrow: 'line',
      cell: ({ due }) => (due === null ? '–' : <DueClock due={due} />),
    },
    { id: 'act', header: 'Next step', width: 210, narrow: 'line', cell: (letter) => <Acts letter={letter} acts={acts} /> },
  ];
}

function CrmRecord({ letter: { writeBack, whom } }: { readonly letter: DeadLetter }) {
  return (
    <>
      {writeBack.recordUrl !== null && (
        <Anchor
          href={writeBack.recordUrl}
          target="_blank"
          rel="noreferrer"
          fz="inherit"
          aria-label={`Open record of ${nameOf(whom)} in ${writeBack.connectionName}`}
        >
          Open record
        </Anchor>
      )}
      <Text c="dimmed" className="rc-code">
        {shortId(writeBack.recordId)}
      </Text>
    </>
  );
}

function Acts({ letter, acts }: { readonly letter: DeadLetter; readonly acts: DeadLetterActs }) {
  const underWay = acts.underWay(letter);
  if (underWay !== null) return underWay;
  if (!acts.mayAct) return '–';
  const name = nameOf(letter.whom);
  return (
    <Group gap={8} wrap="nowrap">
      <Button size="compact-md" variant="default" onClick={() => acts.onRetry(letter)} aria-label={`Retry: ${name}`}>
        Retry
      </Button>
      <Button
        size="compact-md"
        variant="subtle"
        onClick={() => acts.onHandle(letter)}
        aria-label={`Mark handled: ${name}`}
      >
        Mark handled
      </Button>
    </Group>
  );
}
