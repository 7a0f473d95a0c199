import type { Connection } from '../../../http/schemas/connections.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { ButtonLink } from '../../router/links.tsx';

/** The one thing to do next with a connection that is not finished or not accepted any more. */
export function NextStep({ connection }: { readonly connection: Connection }) {
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  if (!mayWrite) return null;
  const params = { team: slug, connection: connection.id };
  const mustSignIn = connection.account === null || connection.health.code === 'AUTH_REVOKED' || connection.health.code === 'AUTH_REFUSED';
  if (mustSignIn) {
    return (
      <ButtonLink to="/t/$team/integrations/$connection/authentication" params={params} mt={12}>
        {connection.account === null ? 'Connect to Salesforce' : 'Reconnect'}
      </ButtonLink>
    );
  }
  if (connection.imports.some((one) => one.state === 'on')) return null;
  return (
    <ButtonLink to="/t/$team/integrations/$connection/import/$recordType" params={{ ...params, recordType: 'contact' }} mt={12}>
      Choose what to import
    </ButtonLink>
  );
}
