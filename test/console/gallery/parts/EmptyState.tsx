import { Button } from '@mantine/core';
import { EmptyState } from '../../../../src/console/parts/EmptyState.tsx';
import type { Pieces } from '../Gallery.tsx';

export const pieces: Pieces = {
  'nothing yet': (
    <EmptyState kind="nothing_yet" actions={<Button>Connect Salesforce</Button>}>
      No contacts yet. They come in with the first import.
    </EmptyState>
  ),
  'nothing matches': (
    <EmptyState kind="no_match" actions={<Button variant="default">Clear filters</Button>}>
      No contact matches “zzz”.
    </EmptyState>
  ),
  'all done': (
    <EmptyState kind="all_done" actions={<Button>Never shown</Button>}>
      Nothing needs you.
    </EmptyState>
  ),
  'not allowed': <EmptyState kind="not_allowed">Only admins of this team can see tokens: Ada Owen.</EmptyState>,
};
