import type { ReactNode } from 'react';
import { useTeam } from '../../api/team.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { connectWords } from './connectionTabList.ts';

/** Stands on tabs that need a connected source. */
export function NotConnected({ children }: { readonly children: ReactNode }) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  return (
    <EmptyState
      kind="nothing_yet"
      actions={
        <ButtonLink
          to="/t/$team/integrations/$connection/authentication"
          params={{ team: slug, connection: connection.id }}
        >
          {connectWords(connection)}
        </ButtonLink>
      }
    >
      {children}
    </EmptyState>
  );
}
