import { Button, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { count } from '../format/number.ts';
import classes from './DataTable.module.css';

export interface PagerProps {
  /** Number of the first row here, from 1, and how many are here. */
  readonly firstRow: number;
  readonly rows: number;
  /** Rows in all; null when it is not known. */
  readonly total: number | null;
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
}

/** "Rows 1–100 of 48,210", Previous, Next. A button that leads nowhere is not there. */
export function Pager({ firstRow, rows, total, onPrevious, onNext }: PagerProps) {
  if (rows === 0) return null;
  return (
    <nav className={classes.pager} aria-label="Pages">
      <Text c="dimmed">
        Rows {count(firstRow)}–{count(firstRow + rows - 1)}
        {total === null ? '' : ` of ${count(total)}`}
      </Text>
      <Group gap={8}>
        {onPrevious && (
          <Button variant="default" size="compact-md" leftSection={<IconChevronLeft size={16} aria-hidden />} onClick={onPrevious}>
            Previous
          </Button>
        )}
        {onNext && (
          <Button variant="default" size="compact-md" rightSection={<IconChevronRight size={16} aria-hidden />} onClick={onNext}>
            Next
          </Button>
        )}
      </Group>
    </nav>
  );
}
