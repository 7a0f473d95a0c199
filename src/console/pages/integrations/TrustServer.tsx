import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import type { ServerIdentity, TrustServer as Trust } from '../../../http/schemas/files.ts';
import { ConfirmTyped } from '../../parts/ConfirmTyped.tsx';
import { Explain } from '../../parts/Explain.tsx';
import { Fingerprint, TrustFacts } from './TrustFacts.tsx';
import { knownBefore } from './ftpSettings.ts';

/** Characters of a new fingerprint that are typed to replace one that was trusted before. */
const TYPED = 6;

interface TrustServerProps {
  readonly identity: ServerIdentity;
  readonly connection: Connection;
  readonly onTrust: (trust: Trust) => void;
  readonly onCancel: () => void;
}

/** Who answers at the server's address, for a person to compare before anything secret is sent. */
export function TrustServer({ identity, connection, onTrust, onCancel }: TrustServerProps) {
  const [asking, setAsking] = useState(false);
  const { fingerprint, trustedBefore } = identity;
  const what = identity.kind === 'ssh' ? 'key' : 'certificate';
  const end = fingerprint?.slice(-TYPED) ?? '';
  return (
    <>
      {trustedBefore === null ? (
        <Alert color="attention" icon={<IconAlertTriangle aria-hidden />}>
          <Text fw={500}>This server has not been trusted yet. No user name or password was sent to it.</Text>
          <Text className="rc-prose">
            Compare this with what campus IT gave you. If it differs, don’t trust it: somebody else may be answering.
          </Text>
        </Alert>
      ) : (
        <Explain
          code={trustedBefore === 'tls' ? 'CERTIFICATE_UNTRUSTED' : 'HOST_KEY_CHANGED'}
          message={`The server’s ${what} is not the one you trusted. Nothing was sent.`}
          remedy={`It may be a rebuilt server or someone in between: ask campus IT before trusting the new ${what}.`}
        />
      )}
      <TrustFacts identity={identity} connection={connection} />
      <Group mt="md" gap={8}>
        {fingerprint !== null &&
          (trustedBefore === null ? (
            <Button onClick={() => onTrust({ fingerprint })}>Trust this server</Button>
          ) : (
            <Button color="danger" onClick={() => setAsking(true)}>
              Trust the new {what}
            </Button>
          ))}
        <Button variant="default" onClick={onCancel}>
          Not now
        </Button>
      </Group>
      {fingerprint !== null && trustedBefore !== null && (
        <ConfirmTyped
          opened={asking}
          onClose={() => setAsking(false)}
          title={`Trust the new ${what}?`}
          expected={end}
          expectedIs="the end of the new fingerprint, as campus IT gives it"
          action={`Trust the new ${what}`}
          onConfirm={() => onTrust({ fingerprint, confirm: end })}
        >
          <Text>
            From then on Rollcall signs in to whoever has this {what}, and to nobody else. Imports that were stopped can
            run again; contacts and settings stay as they are.
          </Text>
          <Text component="div">
            New
            <Fingerprint value={fingerprint} />
          </Text>
          <Text component="div">
            Trusted before
            {knownBefore(trustedBefore) ?? <Fingerprint value={trustedBefore} />}
          </Text>
        </ConfirmTyped>
      )}
    </>
  );
}
