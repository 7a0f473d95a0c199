import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useContext } from 'react';
import type { SourceField } from '../../http/schemas/index.ts';
import type { TeamFieldOption } from './FieldMapper.tsx';
import { FileColumns } from './fileColumns.ts';
import { MappingState } from './MappingState.tsx';
import { SourceFieldSelect } from './SourceFieldSelect.tsx';
import { SweepOffer, type SweepChoice } from './SweepOffer.tsx';
import { rowState, type AdditionalDraft } from './mappingDraft.ts';
import { changesUnseen, rowWarnings, type RowTarget } from './mappingWarnings.ts';
import classes from './FieldMapper.module.css';

interface AdditionalRowProps {
  /** The two controls are `id.source` and `id.field`. */
  readonly id: string;
  /** From 1, to tell the rows apart by name. */
  readonly position: number;
  readonly row: AdditionalDraft;
  readonly onChange: (row: AdditionalDraft) => void;
  readonly onRemove: () => void;
  readonly fields: readonly SourceField[];
  readonly teamFields: readonly TeamFieldOption[];
  /** Team fields that other rows fill. */
  readonly taken: readonly string[];
  readonly usedFor: readonly string[];
  readonly error: string | undefined;
  readonly readOnly: boolean;
  /** For a field whose changes a usual run does not see. */
  readonly sweep: SweepChoice;
}

/** One source field that fills one of the team's own fields. */
export function AdditionalRow({
  id,
  position,
  row,
  onChange,
  onRemove,
  fields,
  teamFields,
  taken,
  usedFor,
  error,
  readOnly,
  sweep,
}: AdditionalRowProps) {
  const teamField = teamFields.find((field) => field.key === row.field);
  const label = teamField?.label ?? 'an additional field';
  const isFile = useContext(FileColumns);
  const target: RowTarget = { kind: 'team', type: teamField?.type ?? 'text' };
  const warnings = teamField === undefined ? [] : rowWarnings(row.source, label, target, fields, usedFor, isFile);
  const state =
    row.field === null
      ? 'missing'
      : rowState(row.source, { required: true, label, suggested: null, saved: null }, fields);
  return (
    <div className={`${classes.row} ${classes.additional}`}>
      <div>
        <SourceFieldSelect
          id={`${id}.source`}
          aria-label={`Source field, row ${position}`}
          fields={fields}
          value={row.source}
          onChange={(source) => onChange({ ...row, source })}
          placeholder="Choose a source field"
          error={error}
          readOnly={readOnly}
          warnings={warnings}
        />
        {teamField !== undefined && changesUnseen(row.source, target, fields) && (
          <SweepOffer sweep={sweep} label={label} readOnly={readOnly} />
        )}
      </div>
      <Select
        id={`${id}.field`}
        aria-label={`Contact field, row ${position}`}
        data={teamFields
          .filter((field) => !taken.includes(field.key))
          .map((field) => ({ value: field.key, label: field.label }))}
        value={row.field}
        onChange={(field) => onChange({ ...row, field })}
        placeholder="Choose a contact field"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={isFile && teamField !== undefined ? traits(teamField) : undefined}
        allowDeselect={false}
        searchable
        readOnly={readOnly}
      />
      <span className={classes.state}>
        <MappingState state={state} />
        {!readOnly && (
          <ActionIcon variant="subtle" color="idle" aria-label={`Remove row ${position}`} onClick={onRemove}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  );
}

function traits({ required, mergeable, visible }: TeamFieldOption): string {
  const told = [required ? 'Required' : 'Optional', mergeable && 'Mergeable', visible && 'Visible to user'];
  return told.filter(Boolean).join(' · ');
}
