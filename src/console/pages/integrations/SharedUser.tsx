import { Text } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useConnections } from '../../api/connections.ts';

/**
 * Salesforce keeps five approvals of a user for an app and ends the oldest at the sixth, so that connecting one
 * connection can end another of the same user.
 */
export function SharedUser({ connection }: { readonly connection: Connection }) {
  const { account } = connection;
  const connections = useConnections();
  if (account === null || connection.settings['method'] !== 'web_server') return null;
  const others = (connections.data?.connections ?? []).filter(
    (one) =>
      one.id !== connection.id &&
      one.account?.userName === account.userName &&
      one.settings['method'] === 'web_server' &&
      one.settings['clientId'] === connection.settings['clientId'],
  );
  if (others.length === 0) return null;
  return (
    <Text size="sm" mt="md" className="rc-prose" c="var(--rc-attention-text)">
      {account.userName} also signs in for {others.map(({ name }) => `“${name}”`).join(', ')}. Salesforce keeps five
      sign-ins of a user for one app and ends the oldest, so connecting again and again can break the others.
    </Text>
  );
}
