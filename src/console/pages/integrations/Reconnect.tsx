import { Button, type ButtonProps } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useAuthorize, useConnections } from '../../api/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { isFileServer } from './connectionTabList.ts';

/**
 * Goes straight to the CRM's own page with the settings that are stored, and comes back to Authentication. A file
 * server is looked at and tested on that page itself.
 */
export function Reconnect({
  connectionId,
  ...button
}: ButtonProps & { readonly connectionId: string; readonly 'aria-label'?: string }) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const authorize = useAuthorize(connectionId);
  const connection = useConnections().data?.connections.find(({ id }) => id === connectionId);
  const go = (): void =>
    authorize.mutate(undefined, {
      onSuccess: ({ url }) => {
        if (url !== null) window.location.assign(url);
        else
          void navigate({
            to: '/t/$team/integrations/$connection/authentication',
            params: { team: slug, connection: connectionId },
            search: { connected: '1' },
          });
      },
    });
  if (connection !== undefined && isFileServer(connection)) {
    return (
      <ButtonLink
        {...button}
        // What is heard begins with what is seen.
        aria-label={button['aria-label']?.replace(/^[^:]*/, 'Open Authentication')}
        to="/t/$team/integrations/$connection/authentication"
        params={{ team: slug, connection: connectionId }}
      >
        Open Authentication
      </ButtonLink>
    );
  }
  return (
    <>
      <Button {...button} onClick={go} loading={authorize.isPending}>
        Reconnect
      </Button>
      {authorize.isError && <Failure error={authorize.error} />}
    </>
  );
}
