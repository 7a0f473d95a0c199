import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { OptOutMapping as Mapping, SourceField } from '../../http/schemas/index.ts';
import { MappingState } from './MappingState.tsx';
import { optOutSentence, writeBackSentence } from './optOutRule.ts';
import classes from './OptOutMapping.module.css';

interface OptOutSentenceProps {
  readonly value: Mapping | null;
  readonly field: SourceField | undefined;
  readonly crm: string;
  readonly suggested: boolean;
}

/** The opt-out rule in words, and what goes back to the CRM; the part an admin must read before saving. */
export function OptOutSentence({ value, field, crm, suggested }: OptOutSentenceProps) {
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
        {writeBackSentence(value, crm)}
      </Text>
      {suggested && <MappingState state="suggested" />}
      {warning(value, field, crm) !== null && (
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
