import { Text } from '@mantine/core';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { FormPage } from '../../layouts/FormPage.tsx';
import { Section } from '../../layouts/Section.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { BackInStep } from './BackInStep.tsx';
import { RefusedSignIn } from './RefusedSignIn.tsx';
import { SalesforceForm } from './SalesforceForm.tsx';
import { SharedUser } from './SharedUser.tsx';
import { TestConnection } from './TestConnection.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { connectWords, isFileServer, mustConnect, unfinishedTabs } from './connectionTabList.ts';
import { FtpAuthentication } from './FtpAuthentication.tsx';

/** How Rollcall signs in to the source, and whether it may do what it must. */
export function AuthenticationPage() {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('change how Rollcall signs in');
  const [connected] = useQueryValue('connected');
  const [refused] = useQueryValue('refused');
  const [reason] = useQueryValue('reason');
  const [saved] = useQueryValue('saved');
  const isConnected = connection.account !== null;
  const next = unfinishedTabs(connection).has('import') && (
    <ButtonLink
      to="/t/$team/integrations/$connection/import/$recordType"
      params={{ team: slug, connection: connection.id, recordType: 'contact' }}
    >
      Choose what to import
    </ButtonLink>
  );
  if (isFileServer(connection)) {
    return (
      <FormPage>
        <FtpAuthentication
          connection={connection}
          isNew={saved === '1'}
          mayWrite={mayWrite}
          whoMay={whoMay}
          next={next}
        />
      </FormPage>
    );
  }
  return (
    <FormPage top={refused === undefined ? undefined : <RefusedSignIn code={refused} reason={reason} />}>
      {isConnected && (
        <Section id="test" title="Test connection">
          <TestConnection connection={connection} automatic={connected === '1' && mayWrite} mayTest={mayWrite}>
            {next}
          </TestConnection>
        </Section>
      )}
      {connected === '1' && !mustConnect(connection) && <BackInStep connection={connection} />}
      <Section id="sign-in" title={isConnected ? 'Authentication' : connectWords(connection)}>
        {!isConnected && <EmptyState kind="nothing_yet">Not connected.</EmptyState>}
        <SharedUser connection={connection} />
        {mayWrite ? <SalesforceForm key={connection.id} connection={connection} /> : <Text c="dimmed">{whoMay}</Text>}
      </Section>
    </FormPage>
  );
}
