import { Button, Text } from '@mantine/core';
import type { RunCause } from '../../http/schemas/runs.ts';
import { count } from '../format/number.ts';
import classes from './RowErrorTable.module.css';

interface RowCausesProps {
  readonly causes: readonly RunCause[];
  readonly code: string | undefined;
  readonly onCode: (code: string | undefined) => void;
}

/** Why rows stayed out, with how many, and what mends them. */
export function RowCauses({ causes, code, onCode }: RowCausesProps) {
  return (
    <ul className={classes.causes} aria-label="Causes">
      {causes.map((cause) => {
        const isShown = cause.code === code;
        return (
          <li key={cause.code} data-shown={isShown || undefined}>
            <div className={classes.cause}>
              <Text fw={600}>{cause.title}</Text>
              <Text className="rc-prose">{cause.remedy}</Text>
            </div>
            <Text className={classes.number}>{count(cause.count)}</Text>
            <Button
              variant="default"
              size="compact-md"
              aria-pressed={isShown}
              aria-label={`${isShown ? 'Show all rows' : 'Show rows'}: ${cause.title}`}
              onClick={() => onCode(isShown ? undefined : cause.code)}
            >
              {isShown ? 'Show all rows' : 'Show rows'}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
