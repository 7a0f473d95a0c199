import type { WaitingItem } from '../../../http/schemas/optOuts.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { DueClock } from '../../parts/DueClock.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { ServerLink } from '../../router/ServerLink.tsx';
import { Whom } from './Whom.tsx';

/** The one link of a row is its next step; the keys of the queue go from one to the other. */
export const WAITING_COLUMNS: readonly Column<WaitingItem>[] = [
  { id: 'due', header: 'Due', width: 160, narrow: 'end', cell: ({ due }) => <DueClock due={due} /> },
  { id: 'since', header: 'Since', width: 120, cell: ({ since }) => <RelativeTime at={since} inTable /> },
  { id: 'contact', header: 'Contact', width: 190, narrow: 'lead', cell: ({ whom }) => <Whom whom={whom} linked={false} /> },
  { id: 'said', header: 'How they said it', cell: ({ said }) => said },
  { id: 'waitsFor', header: 'Waits for', width: 150, cell: ({ waitsForName }) => waitsForName.charAt(0).toUpperCase() + waitsForName.slice(1) },
  {
    id: 'next',
    header: 'Next step',
    width: 210,
    narrow: 'line',
    cell: ({ nextStep, link }) => <ServerLink href={link}>{nextStep}</ServerLink>,
  },
];
