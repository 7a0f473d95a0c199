import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './FieldMapper.module.css';

/** The warnings of one mapping row, tied to its control by `id`. */
export function MappingWarnings({ id, warnings }: { readonly id: string; readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul id={id} className={classes.warnings}>
      {warnings.map((warning) => (
        <Text component="li" key={warning} size="sm" c="var(--rc-attention-text)" style={{ display: 'flex', gap: 6 }}>
          <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          {warning}
        </Text>
      ))}
    </ul>
  );
}
