import type { Connection } from '../../../http/schemas/connections.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { connectWords, isFileServer, mustConnect } from './connectionTabList.ts';
import { Reconnect } from './Reconnect.tsx';

/** Faults that end when another source or field is chosen, or the old one is shared again. */
const SOURCE_CODES: ReadonlySet<string> = new Set([
  'SOURCE_GONE',
  'SOURCE_UNUSABLE',
  'SOURCE_CHANGED',
  'FIELD_GONE',
  'FOLDER_MISSING',
]);

/** The one thing to do next with a connection that is not finished or not healthy any more. */
export function NextStep({ connection }: { readonly connection: Connection }) {
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  if (!mayWrite) return null;
  const params = { team: slug, connection: connection.id };
  if (connection.account === null) {
    return (
      <ButtonLink to="/t/$team/integrations/$connection/authentication" params={params} mt={12}>
        {connectWords(connection)}
      </ButtonLink>
    );
  }
  if (mustConnect(connection)) return <Reconnect connectionId={connection.id} mt={12} />;
  const hasSourceFault = SOURCE_CODES.has(connection.health.code ?? '');
  if (!hasSourceFault && connection.imports.some((one) => one.state === 'on')) return null;
  const otherSource = isFileServer(connection) ? 'Change the file path' : 'Choose another source';
  return (
    <ButtonLink
      to="/t/$team/integrations/$connection/import/$recordType"
      params={{ ...params, recordType: 'contact' }}
      mt={12}
    >
      {hasSourceFault ? otherSource : 'Choose what to import'}
    </ButtonLink>
  );
}
