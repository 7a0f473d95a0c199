import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApiError } from '../../api/apiError.ts';

interface EditClashProps {
  readonly error: ApiError;
  /** What differs, theirs against mine, by the name of each part. */
  readonly differences: readonly { readonly label: string; readonly theirs: string; readonly mine: string }[];
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody saved meanwhile: both versions, and a choice. Nothing typed here is lost until it is made. */
export function EditClash({ error, differences, onKeepMine, onTakeTheirs }: EditClashProps) {
  return (
    <Alert color="attention" role="alert" icon={<IconAlertTriangle aria-hidden />} mb="md">
      <Text fw={500}>{error.message}</Text>
      {differences.map((one) => (
        <Text key={one.label} size="sm">
          {one.label}: theirs {one.theirs}, yours {one.mine}
        </Text>
      ))}
      <Group gap={8} mt={8}>
        <Button variant="default" size="compact-md" onClick={onKeepMine}>
          Keep mine
        </Button>
        <Button variant="default" size="compact-md" onClick={onTakeTheirs}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  );
}
