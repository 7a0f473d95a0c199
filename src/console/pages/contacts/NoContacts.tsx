import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ContactFilter } from '../../api/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { ButtonLink } from '../../router/links.tsx';

const STATES: Record<string, string> = {
  opted_in: 'opted in',
  opted_out: 'opted out',
  paused: 'paused',
  no_number: 'no number',
};

/** Nothing yet, or nothing that matches: never confused. */
export function NoContacts({ q, texting, left, tag }: ContactFilter) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  if ([q, texting, left, tag].every((one) => one === undefined)) {
    return (
      <EmptyState
        kind="nothing_yet"
        actions={
          <ButtonLink to="/t/$team/integrations" params={{ team: slug }}>
            Add connection
          </ButtonLink>
        }
      >
        No contacts yet. They come in with the first import.
      </EmptyState>
    );
  }
  const filter = [
    q === undefined ? null : `“${q}”`,
    texting === undefined ? null : (STATES[texting] ?? texting),
    left === undefined ? null : 'left the source',
    tag === undefined ? null : `tag “${tag}”`,
  ].filter((part) => part !== null);
  return (
    <EmptyState
      kind="no_match"
      actions={
        <Button variant="default" onClick={() => void navigate({ to: '.', search: {} })}>
          Clear filters
        </Button>
      }
    >
      No contact matches {filter.join(' and ')}.
    </EmptyState>
  );
}
