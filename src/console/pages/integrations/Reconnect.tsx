import { Button, type ButtonProps } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useAuthorize } from '../../api/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** Goes straight to the CRM's own page with the settings that are stored, and comes back to Authentication. */
export function Reconnect({
  connectionId,
  ...button
}: ButtonProps & { readonly connectionId: string; readonly 'aria-label'?: string }) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const authorize = useAuthorize(connectionId);
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
  return (
    <>
      <Button {...button} onClick={go} loading={authorize.isPending}>
        Reconnect
      </Button>
      {authorize.isError && <Failure error={authorize.error} />}
    </>
  );
}
