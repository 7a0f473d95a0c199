import { Text } from '@mantine/core';
import { useNow } from '../live/useNow.ts';

/** "Updated 12 s ago", for data that stays on screen while it refreshes. `at` is in milliseconds. */
export function UpdatedAgo({ at }: { readonly at: number }) {
  const now = useNow();
  const seconds = Math.max(0, Math.round((now.getTime() - at) / 1000));
  return (
    <Text c="dimmed" fz="0.8125rem" className="rc-number">
      {seconds < 5 ? 'Updated just now' : seconds < 60 ? `Updated ${seconds} s ago` : `Updated ${Math.floor(seconds / 60)} min ago`}
    </Text>
  );
}
