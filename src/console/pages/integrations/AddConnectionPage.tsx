import { List, Radio, Stack, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { FormPage } from '../../layouts/FormPage.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { TextLink } from '../../router/links.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { FtpForm } from './FtpForm.tsx';
import { SalesforceForm } from './SalesforceForm.tsx';

const CHOICES = [
  {
    id: 'salesforce',
    label: 'Salesforce',
    description:
      'Contacts and Leads through List Views and Reports; opt-outs are written back to their records. About five minutes.',
    needs: [
      'An External Client App in Salesforce, with its Consumer Key and Consumer Secret, and PKCE switched on.',
      'A user for Rollcall with API access, who can see the List Views and edit the opt-out field.',
    ],
  },
  {
    id: 'ftp',
    label: 'SFTP or FTP server',
    description:
      'Contacts from files that another system puts on a campus server. Nothing is written back. About three minutes.',
    needs: [
      'From campus IT: the server’s host, a user for Rollcall with its password or private key, and the fingerprint of the server’s key.',
      'A folder with comma- or tab-separated files that have a header row. To have imported files moved or deleted, the user has to be allowed to.',
    ],
  },
] as const;

/** Connects a source. Nothing is made until the form is sent, so that leaving leaves nothing behind. */
export function AddConnectionPage() {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('add connections');
  const [source, setSource] = useQueryValue('source');
  const navigate = useNavigate();
  const choice = CHOICES.find(({ id }) => id === source) ?? CHOICES[0];
  const parent = (
    <TextLink to="/t/$team/integrations" params={{ team: slug }}>
      Integrations
    </TextLink>
  );
  return (
    <DetailPage parent={parent} title="Add connection">
      {mayWrite ? (
        <FormPage>
          <Radio.Group label="Where contacts come from" value={choice.id} onChange={(id) => setSource(id)}>
            <Stack gap={8} mt={8}>
              {CHOICES.map(({ id, label, description }) => (
                <Radio key={id} value={id} label={label} description={description} />
              ))}
            </Stack>
          </Radio.Group>
          <Title order={2} mt="lg">
            What you need
          </Title>
          <List spacing={4} className="rc-prose" mb="lg">
            {choice.needs.map((need) => (
              <List.Item key={need}>{need}</List.Item>
            ))}
          </List>
          {choice.id === 'ftp' ? (
            <FtpForm
              connection={null}
              onSaved={({ id }) =>
                void navigate({
                  to: '/t/$team/integrations/$connection/authentication',
                  params: { team: slug, connection: id },
                  search: { saved: '1' },
                })
              }
            />
          ) : (
            <SalesforceForm connection={null} />
          )}
        </FormPage>
      ) : (
        <EmptyState kind="not_allowed">Sources are connected here. {whoMay}</EmptyState>
      )}
    </DetailPage>
  );
}
