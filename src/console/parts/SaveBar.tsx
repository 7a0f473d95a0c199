import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { counted } from '../format/number.ts';
import { useLeaveGuard } from './useLeaveGuard.tsx';
import classes from './SaveBar.module.css';

export interface SaveBarProps {
  /** How many settings differ from what is stored. */
  readonly changes: number;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly saving?: boolean | undefined;
  /** "Save" unless saving leads on: "Save and preview". */
  readonly label?: string | undefined;
  /** Lets the button work without changes, when it leads on. */
  readonly always?: boolean | undefined;
  /** Stands in the button's place for readers: who may change this. */
  readonly whoMay?: string | undefined;
  /** Shown instead of the count: "Saved 10:04 AM ET". */
  readonly note?: ReactNode;
}

/** The one save pattern: what changed, Discard, Save; stuck to the bottom. Leaving with changes asks once. */
export function SaveBar({ changes, onSave, onDiscard, saving, label = 'Save', always = false, whoMay, note }: SaveBarProps) {
  const guard = useLeaveGuard(changes > 0 && saving !== true);
  if (whoMay !== undefined) return <Text c="dimmed">{whoMay}</Text>;
  return (
    <div className={classes.bar} data-save-bar>
      <Text role="status" className="rc-number">
        {changes > 0 ? counted(changes, 'change') : (note ?? 'No changes')}
      </Text>
      <Group gap={8} className={classes.buttons}>
        {changes > 0 && (
          <Button variant="default" onClick={onDiscard}>
            Discard
          </Button>
        )}
        {(changes > 0 || always) && (
          <Button onClick={onSave} loading={saving}>
            {label}
          </Button>
        )}
      </Group>
      {guard}
    </div>
  );
}
