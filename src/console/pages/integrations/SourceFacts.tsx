import { Skeleton, Text } from '@mantine/core';
import type { RecordType } from '../../../http/schemas/index.ts';
import { useSource } from '../../api/imports.ts';
import { counted } from '../../format/number.ts';
import classes from './ContactImport.module.css';

interface SourceFactsProps {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly sourceId: string;
}

/** What the chosen source holds: its filter in words, how many people, what reading all of it costs. */
export function SourceFacts({ connectionId, recordType, sourceId }: SourceFactsProps) {
  const source = useSource(connectionId, recordType, sourceId);
  if (source.isPending) return <Skeleton height={44} mt={8} />;
  if (source.isError) {
    return (
      <Text size="sm" c="var(--rc-danger-text)" mt={8}>
        {source.error.message}
      </Text>
    );
  }
  const { filter, count, fullRunCalls } = source.data;
  return (
    <div className={classes.facts}>
      <Text size="sm">{filter === '' ? 'No filter: everybody.' : filter}</Text>
      <Text size="sm" className="rc-number">
        {counted(count, 'person', 'people')} · {counted(fullRunCalls, 'call')} for a full run
      </Text>
    </div>
  );
}
