import { Skeleton, Text } from '@mantine/core';
import type { RecordType } from '../../../http/schemas/index.ts';
import { useSource } from '../../api/imports.ts';
import { counted } from '../../format/number.ts';
import { Failure } from '../../parts/Failure.tsx';
import classes from './ContactImport.module.css';

interface SourceFactsProps {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly sourceId: string;
}

/** What the chosen source holds: its folder, its filter in words, how many people, what reading all of it costs. */
export function SourceFacts({ connectionId, recordType, sourceId }: SourceFactsProps) {
  const source = useSource(connectionId, recordType, sourceId);
  if (source.isPending) return <Skeleton height={44} mt={8} />;
  if (source.isError) {
    return (
      <div className={classes.facts}>
        <Failure error={source.error} onRetry={() => void source.refetch()} />
      </div>
    );
  }
  const { folder, filter, count, fullRunCalls, usable, reason } = source.data;
  return (
    <div className={classes.facts}>
      {!usable && (
        <Text size="sm" c="var(--rc-danger-text)">
          Not usable. {reason}
        </Text>
      )}
      {folder !== null && <Text size="sm">Folder: {folder}</Text>}
      <Text size="sm">{filter === '' ? 'No filter: everybody.' : filter}</Text>
      <Text size="sm" className="rc-number">
        {count === null ? '–' : counted(count, 'person', 'people')} · {counted(fullRunCalls, 'call')} for a full run
      </Text>
    </div>
  );
}
