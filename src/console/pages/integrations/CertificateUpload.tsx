import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../api/apiError.ts';
import { useSaveCertificate } from '../../api/connections.ts';
import { DropArea } from '../../parts/DropArea.tsx';
import { Failure } from '../../parts/Failure.tsx';

interface CertificateUploadProps {
  readonly connectionId: string;
  readonly onDone: () => void;
}

/** Both halves of a certificate made elsewhere; each refused with its own reason. */
export function CertificateUpload({ connectionId, onDone }: CertificateUploadProps) {
  const [certificate, setCertificate] = useState<File | null>(null);
  const [privateKey, setPrivateKey] = useState<File | null>(null);
  const save = useSaveCertificate(connectionId);
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const send = async (): Promise<void> => {
    const [first, second] = await Promise.all([certificate?.text(), privateKey?.text()]);
    save.mutate({ certificate: first ?? '', privateKey: second ?? '' }, { onSuccess: onDone });
  };
  return (
    <Stack gap="sm" my={8}>
      <DropArea
        label="Certificate file"
        description="PEM, beginning with BEGIN CERTIFICATE"
        accept=".crt,.cer,.pem"
        onFile={setCertificate}
        error={fields['certificate']}
      />
      <DropArea
        label="Private key file"
        description="PEM, without a passphrase. It is stored encrypted and never shown again."
        accept=".key,.pem"
        onFile={setPrivateKey}
        error={fields['privateKey']}
      />
      {save.isError && Object.keys(fields).length === 0 && <Failure error={save.error} />}
      <div>
        <Button variant="default" onClick={() => void send()} loading={save.isPending}>
          Upload both files
        </Button>
      </div>
    </Stack>
  );
}
