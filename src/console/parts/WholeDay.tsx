import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { RecordType, SourceField } from '../../http/schemas/index.ts';
import { TimeColumnSteps } from './TimeColumnSteps.tsx';
import classes from './FieldMapper.module.css';

/** What the steps to add a column with the time have to name. */
export interface TimeColumnHelp {
  readonly recordType: RecordType;
  readonly sourceName: string;
  /** Who the CRM knows Rollcall as. */
  readonly userName: string | null;
  readonly onReadColumns: () => void;
  readonly isReading: boolean;
}

interface WholeDayProps {
  /** The last-modified column when it tells only the day; null while none is chosen. */
  readonly column: SourceField | null;
  readonly accepted: boolean;
  readonly onAccept: (accepted: boolean) => void;
  readonly help: TimeColumnHelp;
  readonly readOnly: boolean;
}

/** Below a last-modified column without a time of day, or where none is chosen: the two ways on. */
export function WholeDay({ column, accepted, onAccept, help, readOnly }: WholeDayProps) {
  const [opened, setOpened] = useState(false);
  return (
    <div className={classes.offer}>
      {column === null && (
        <Text size="sm" c="dimmed">
          A column with the date and time of the last change reads only what is new.
        </Text>
      )}
      {!readOnly && (
        <Group gap={16}>
          <Button variant="default" size="compact-md" onClick={() => setOpened(true)}>
            Show how to add the time
          </Button>
          {column !== null && (
            <Checkbox
              size="sm"
              label="Go on with whole days"
              checked={accepted}
              onChange={(event) => onAccept(event.currentTarget.checked)}
            />
          )}
        </Group>
      )}
      <TimeColumnSteps opened={opened} onClose={() => setOpened(false)} help={help} />
    </div>
  );
}
