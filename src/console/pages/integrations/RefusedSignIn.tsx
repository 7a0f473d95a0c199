import { Box } from '@mantine/core';
import { useCodes } from '../../api/settings.ts';
import { Explain } from '../../parts/Explain.tsx';

interface RefusedSignInProps {
  readonly code: string;
  /** What was said to this one sign-in. It comes with the address, so it stands as a quotation, never as our words. */
  readonly reason: string | undefined;
}

/** The sign-in that was just tried was refused, by the CRM or by us. */
export function RefusedSignIn({ code, reason }: RefusedSignInProps) {
  const codes = useCodes();
  const text = codes.data?.codes.find((one) => one.code === code);
  if (codes.isPending) return null;
  return (
    <Box mb="lg">
      <Explain
        code={code}
        message={
          text === undefined ? 'Salesforce did not let Rollcall in. Nothing was changed.' : `${text.title}. ${text.why}`
        }
        remedy={text?.remedy ?? 'Check the client ID, the secret and the callback address below, then connect again.'}
        vendorMessage={reason}
      />
    </Box>
  );
}
