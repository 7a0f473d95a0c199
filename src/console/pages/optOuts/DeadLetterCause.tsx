import { Button, Text } from '@mantine/core';
import type { DeadLetterGroup } from '../../../http/schemas/optOuts.ts';
import { count, counted } from '../../format/number.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import { Explain } from '../../parts/Explain.tsx';
import { deadLetterColumns, type DeadLetterActs } from './deadLetterColumns.tsx';
import classes from './optOuts.module.css';

interface DeadLetterCauseProps {
  readonly group: DeadLetterGroup;
  readonly acts: DeadLetterActs;
  readonly onRetryAll: () => void;
}

/** Dead letters of one cause: what happened, the CRM's own words, what to do; then each of them. */
export function DeadLetterCause({ group, acts, onRetryAll }: DeadLetterCauseProps) {
  const open = group.items.filter((letter) => acts.underWay(letter) === null).length;
  const all = group.count;
  return (
    <section className={classes.cause} aria-label={`${group.connectionName}: ${group.title}`}>
      {all > 0 && (
        <Explain
          code={group.code}
          message={`${group.title}. ${group.connectionName} refused ${counted(all, 'write-back')}; here nothing is lost, everybody stays as set.`}
          remedy={group.remedy}
          vendorMessage={group.reason}
          actions={
            acts.mayAct &&
            open > 1 && (
              <Button size="compact-md" onClick={onRetryAll}>
                Retry all {count(all)}
              </Button>
            )
          }
        />
      )}
      <DataTable
        caption={`Dead letters: ${group.title}`}
        columns={deadLetterColumns(acts)}
        rows={group.items}
        rowKey={(letter) => letter.id}
        total={Math.max(all, group.items.length)}
      />
      {all > group.items.length && (
        <Text c="dimmed" mt={4}>
          The oldest {count(group.items.length)} of {count(all)} shown.
        </Text>
      )}
    </section>
  );
}
