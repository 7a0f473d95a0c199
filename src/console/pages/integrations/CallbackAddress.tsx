import { Text } from '@mantine/core';
import { CopyId } from '../../parts/CopyId.tsx';

/** The address Salesforce sends the browser back to; the app must list it. */
export function CallbackAddress({ address }: { readonly address: string }) {
  return (
    <div>
      <Text fw={600} size="sm" mt="lg">
        Callback address
      </Text>
      <Text size="sm" c="dimmed">
        Enter it in the app’s OAuth settings.
      </Text>
      <CopyId value={address} label="callback address" whole />
    </div>
  );
}
