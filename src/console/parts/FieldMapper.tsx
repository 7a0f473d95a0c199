import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useContext, type ReactNode } from 'react';
import type { FieldMapping, SourceField, TeamFieldList } from '../../http/schemas/index.ts';
import { AdditionalRow } from './AdditionalRow.tsx';
import { FileColumns } from './fileColumns.ts';
import { StandardRow } from './StandardRow.tsx';
import type { SweepChoice } from './SweepOffer.tsx';
import { WholeDay, type TimeColumnHelp } from './WholeDay.tsx';
import {
  fieldUses,
  standardSlots,
  wholeDayColumn,
  type AdditionalDraft,
  type MappingDraft,
  type StandardSlot,
} from './mappingDraft.ts';
import classes from './FieldMapper.module.css';

export type TeamFieldOption = TeamFieldList['fields'][number];

export interface FieldMapperProps {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  readonly fields: readonly SourceField[];
  readonly teamFields: readonly TeamFieldOption[];
  /** Days on which everything is read, offered for fields whose changes a usual run does not see. */
  readonly sweep: SweepChoice;
  /** Contact identification and last modified are columns to be mapped; how to add one with the time. */
  readonly identity: TimeColumnHelp | null;
  readonly suggestion: Partial<FieldMapping>;
  /** What is stored, to tell a suggestion from a choice; null before the first save. */
  readonly saved: FieldMapping | null;
  /** Refusals of the last save, by field name: `fields.mobile`, `fields.additional.0.field`. */
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  /** Before the IDs of the controls, which are the API's field names; for a page with two mappers. */
  readonly idPrefix?: string;
}

/** The standard contact fields, each with the source field that fills it. */
export function FieldMapper({
  draft,
  onChange,
  fields,
  teamFields,
  sweep,
  identity,
  suggestion,
  saved,
  errors,
  readOnly = false,
  idPrefix = '',
}: FieldMapperProps) {
  const isFile = useContext(FileColumns);
  const slots = standardSlots(isFile || identity !== null, identity !== null);
  const uses = fieldUses(draft, labelOf(teamFields), slots);
  const day = wholeDayColumn(draft, fields);
  const choose = (slot: StandardSlot, source: string | null): void =>
    // What was accepted for one column is not accepted for the next.
    onChange({ ...draft, [slot]: source, ...(slot === 'lastModified' ? { wholeDay: false } : {}) });
  return (
    <div className={classes.grid} role="group" aria-label="Standard fields">
      {slots.map(({ slot, label, required, help }) => (
        <StandardRow
          key={slot}
          id={`${idPrefix}fields.${slot}`}
          slot={slot}
          label={label}
          required={required}
          help={help}
          source={draft[slot]}
          onChange={(source) => choose(slot, source)}
          fields={fields}
          sweep={sweep}
          suggested={suggestion[slot] ?? null}
          saved={saved?.[slot] ?? null}
          usedFor={uses.get(draft[slot] ?? '') ?? []}
          error={errors[`fields.${slot}`]}
          readOnly={readOnly}
        >
          {slot === 'lastModified' && identity !== null && (day !== null || draft.lastModified === null) && (
            <WholeDay
              column={day}
              accepted={draft.wholeDay}
              onAccept={(wholeDay) => onChange({ ...draft, wholeDay })}
              help={identity}
              readOnly={readOnly}
            />
          )}
        </StandardRow>
      ))}
    </div>
  );
}

export interface AdditionalMapperProps extends Omit<FieldMapperProps, 'suggestion' | 'saved' | 'identity'> {
  /** Said in place of the rows when the team has no field of its own. */
  readonly noFields: ReactNode;
}

/** Source fields that fill the team's own fields, as many rows as the person adds. */
export function AdditionalMapper({
  draft,
  onChange,
  fields,
  teamFields,
  sweep,
  errors,
  readOnly = false,
  idPrefix = '',
  noFields,
}: AdditionalMapperProps) {
  const isFile = useContext(FileColumns);
  const uses = fieldUses(draft, labelOf(teamFields), standardSlots(true, !isFile));
  const change = (rows: readonly AdditionalDraft[]): void => onChange({ ...draft, additional: rows });
  const free = teamFields.filter((field) => !draft.additional.some((row) => row.field === field.key));
  if (teamFields.length === 0 && draft.additional.length === 0) return <Text size="sm">{noFields}</Text>;
  return (
    <div className={classes.grid} role="group" aria-label="Additional fields">
      {draft.additional.map((row, index) => (
        <AdditionalRow
          // A row has no identity but its place; both of its values may still be empty.
          key={index}
          id={`${idPrefix}fields.additional.${index}`}
          position={index + 1}
          row={row}
          onChange={(next) => change(draft.additional.map((one, at) => (at === index ? next : one)))}
          onRemove={() => change(draft.additional.filter((_, at) => at !== index))}
          fields={fields}
          teamFields={teamFields}
          sweep={sweep}
          taken={draft.additional.flatMap((one, at) => (at === index || one.field === null ? [] : [one.field]))}
          usedFor={uses.get(row.source ?? '') ?? []}
          error={
            errors[`fields.additional.${index}.source`] ??
            errors[`fields.additional.${index}.field`] ??
            errors[`fields.additional.${index}`]
          }
          readOnly={readOnly}
        />
      ))}
      {!readOnly && (
        <Group mt={8}>
          {free.length > 0 ? (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                change([
                  ...draft.additional,
                  { source: null, field: free.length === 1 ? (free[0]?.key ?? null) : null },
                ])
              }
            >
              Map another field
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              Every field of this team is mapped.
            </Text>
          )}
        </Group>
      )}
    </div>
  );
}

function labelOf(teamFields: readonly TeamFieldOption[]): (key: string) => string {
  return (key) => teamFields.find((field) => field.key === key)?.label ?? key;
}
