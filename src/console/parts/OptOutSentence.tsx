import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useContext } from 'react';
import type { OptOutMapping as Mapping, SourceField } from '../../http/schemas/index.ts';
import { FileColumns } from './fileColumns.ts';
import { MappingState } from './MappingState.tsx';
import { isTrueOrFalse, optOutSentence, writeBackSentence } from './optOutRule.ts';
import classes from './OptOutMapping.module.css';

interface OptOutSentenceProps {
  readonly value: Mapping | null;
  readonly field: SourceField | undefined;
  readonly crm: string;
  readonly suggested: boolean;
}

/** Of a source that takes nothing back. */
const STAYS_HERE =
  'Nothing is written back to files: an opt-out here stays here, and no file lifts a STOP or an opt-out by staff.';

/** The opt-out rule in words, and what goes back to the CRM; the part an admin must read before saving. */
export function OptOutSentence({ value, field, crm, suggested }: OptOutSentenceProps) {
  const isFile = useContext(FileColumns);
  if (value === null) {
    return (
      <div className={classes.rule}>
        <Text size="sm">
          Texting preferences are not exchanged. New contacts come in opted in; an opt-out here stays here.
        </Text>
      </div>
    );
  }
  return (
    <div className={classes.rule} role="status" aria-label="The opt-out rule in words">
      <Text fw={500}>{optOutSentence(value)}</Text>
      <Text size="sm" c="dimmed" mt={4}>
        {!isFile
          ? writeBackSentence(value, crm)
          : `${isTrueOrFalse(value) ? 'true, yes, y and 1 mean the same, and so do false, no, n and 0, in any case. ' : ''}${STAYS_HERE}`}
      </Text>
      {suggested && <MappingState state="suggested" />}
      {!isFile && warning(value, field, crm) !== null && (
        <Text size="sm" c="var(--rc-attention-text)" mt={4} className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          {warning(value, field, crm)}
        </Text>
      )}
    </div>
  );
}

function warning(value: Mapping, field: SourceField | undefined, crm: string): string | null {
  if (field === undefined)
    return `${value.field} can't be read. It was deleted or renamed, or is hidden from the API user. Show it to the API user, or choose another field.`;
  if (!field.writable)
    return `The API user can't edit ${value.field}, so opt-outs would come in and never go back. Allow it to edit that field in ${crm}.`;
  return null;
}
