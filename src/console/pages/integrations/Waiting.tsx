import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';

/** "Waiting for Salesforce, 4 s", counting from when it appears, and a way to stop waiting. */
export function Waiting({ crm, onCancel }: { readonly crm: string; readonly onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <Group gap="md">
      <Text className="rc-number">
        Waiting for {crm}, {seconds} s
      </Text>
      <Button variant="default" size="compact-md" onClick={onCancel}>
        Cancel
      </Button>
    </Group>
  );
}
