import { Button, Group, List, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { connectionPath, useSaveCertificate } from '../../api/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { easternDate } from '../../format/time.ts';
import { Confirm } from '../../parts/Confirm.tsx';
import { CopyId } from '../../parts/CopyId.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { CertificateUpload } from './CertificateUpload.tsx';
import { endsSoon } from './salesforceSettings.ts';

/** The certificate a connection signs in with: made here or uploaded, its end, and what to do with it in Setup. */
export function CertificateSection({ connection }: { readonly connection: Connection | null }) {
  const { slug } = useTeam();
  const [uploads, setUploads] = useState(false);
  const [asks, setAsks] = useState(false);
  const save = useSaveCertificate(connection?.id ?? '');
  if (connection === null) {
    return <Text size="sm">The certificate is created or uploaded on the next page.</Text>;
  }
  const { certificate } = connection;
  const create = (): void => save.mutate({}, { onSuccess: () => setAsks(false) });
  return (
    <section aria-label="Certificate" style={{ marginTop: 20 }}>
      <Text fw={600} size="sm">
        Certificate
      </Text>
      {certificate === null ? (
        <Text size="sm">None yet.</Text>
      ) : (
        <>
          <Text size="sm">
            {certificate.subject}, until {easternDate(certificate.expiresAt)}
          </Text>
          {endsSoon(certificate.expiresAt, new Date()) && (
            <Text size="sm" c="var(--rc-attention-text)">
              It ends within 30 days. Create a new one, upload it to the app in Salesforce, then connect again.
            </Text>
          )}
          <CopyId value={certificate.fingerprint} label="fingerprint" />
        </>
      )}
      <Group gap={8} my={8}>
        {certificate !== null && (
          <Button
            component="a"
            href={connectionPath(slug, connection.id, '/certificate.pem')}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Download certificate
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => (certificate === null ? create() : setAsks(true))}
          loading={save.isPending && !asks && !uploads}
        >
          {certificate === null ? 'Create certificate' : 'Create new certificate'}
        </Button>
        <Button variant="default" onClick={() => setUploads(!uploads)} aria-expanded={uploads}>
          Upload certificate…
        </Button>
      </Group>
      {save.isError && !asks && !uploads && <Failure error={save.error} />}
      {uploads && <CertificateUpload connectionId={connection.id} onDone={() => setUploads(false)} />}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title="Replace the certificate?"
        action="Create new certificate"
        onConfirm={create}
        pending={save.isPending}
        error={save.error}
      >
        <Text>
          Imports go on with the session that is open. Before it ends, upload the new certificate to the app in
          Salesforce and connect again.
        </Text>
      </Confirm>
      {certificate !== null && <SetupSteps />}
    </section>
  );
}

function SetupSteps() {
  return (
    <>
      <Text size="sm" mt={8}>
        In Salesforce Setup, External Client App Manager, open the app:
      </Text>
      <List type="ordered" size="sm" spacing={4}>
        <List.Item>Settings, OAuth Settings: turn on JWT Bearer Flow and upload the certificate.</List.Item>
        <List.Item>
          Policies, OAuth Policies: choose “Admin approved users are pre-authorized”, and add a permission set or
          profile of the user.
        </List.Item>
      </List>
    </>
  );
}
