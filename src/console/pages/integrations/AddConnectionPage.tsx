import { List, Stack, Text, Title } from '@mantine/core';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { FormPage } from '../../layouts/FormPage.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { TextLink } from '../../router/links.tsx';
import { SalesforceForm } from './SalesforceForm.tsx';

/** Connects a source. Nothing is made until the form is sent, so that leaving leaves nothing behind. */
export function AddConnectionPage() {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('add connections');
  const parent = (
    <TextLink to="/t/$team/integrations" params={{ team: slug }}>
      Integrations
    </TextLink>
  );
  return (
    <DetailPage parent={parent} title="Connect Salesforce" documentTitle="Add connection">
      {mayWrite ? (
        <FormPage>
          <Stack gap={4} mb="lg">
            <Text className="rc-prose">
              Rollcall reads Contacts and Leads through List Views, and writes opt-outs back to their records. It takes
              about five minutes.
            </Text>
            <Title order={2} mt={8}>
              What you need
            </Title>
            <List spacing={4} className="rc-prose">
              <List.Item>
                An External Client App in Salesforce, with its Consumer Key and Consumer Secret, and PKCE switched on.
              </List.Item>
              <List.Item>
                A user for Rollcall with API access, who can see the List Views and edit the opt-out field.
              </List.Item>
            </List>
          </Stack>
          <SalesforceForm connection={null} />
        </FormPage>
      ) : (
        <EmptyState kind="not_allowed">Sources are connected here. {whoMay}</EmptyState>
      )}
    </DetailPage>
  );
}
