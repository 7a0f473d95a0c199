import { useContext, type ReactNode } from 'react';
import type { SourceField } from '../../http/schemas/index.ts';
import { FileColumns } from './fileColumns.ts';
import { MappingState } from './MappingState.tsx';
import { SourceFieldSelect } from './SourceFieldSelect.tsx';
import { SweepOffer, type SweepChoice } from './SweepOffer.tsx';
import { rowState, type StandardSlot } from './mappingDraft.ts';
import { changesUnseen, rowWarnings } from './mappingWarnings.ts';
import classes from './FieldMapper.module.css';

interface StandardRowProps {
  readonly id: string;
  readonly slot: StandardSlot;
  readonly label: string;
  readonly required: boolean;
  readonly help: string;
  readonly source: string | null;
  readonly onChange: (source: string | null) => void;
  readonly fields: readonly SourceField[];
  readonly suggested: string | null;
  readonly saved: string | null;
  readonly usedFor: readonly string[];
  readonly error: string | undefined;
  readonly readOnly: boolean;
  /** For a field whose changes a usual run does not see. */
  readonly sweep: SweepChoice;
  /** Below the control. */
  readonly children?: ReactNode;
}

/** Which columns a row is chosen from; all of them where nothing is said. */
const OFFERED: Partial<Record<StandardSlot, (field: SourceField) => boolean>> = {
  recordId: (field) => field.isRecordId,
  lastModified: (field) => field.modifiedTime !== null,
};

const NONE_OFFERED: Partial<Record<StandardSlot, string>> = {
  recordId: 'No column holds the record’s ID. Add it to the Report, then read the columns again.',
  lastModified: 'No column tells when a record was modified. Add one to the Report, then read the columns again.',
};

/** One standard contact field: its name, the source field that fills it, how it was chosen, what to beware of. */
export function StandardRow(props: StandardRowProps) {
  const { id, slot, label, required, help, source, onChange, fields, suggested, saved, usedFor, error, readOnly } =
    props;
  const target = { kind: 'standard', slot } as const;
  const isFile = useContext(FileColumns);
  const warnings = rowWarnings(source, label, target, fields, usedFor, isFile);
  return (
    <div className={classes.row}>
      <label className={classes.label} htmlFor={id}>
        {label}
        {required ? ' *' : ''}
        {help !== '' && <span className={classes.help}>{help}</span>}
      </label>
      <div>
        <SourceFieldSelect
          id={id}
          fields={fields}
          offered={OFFERED[slot]}
          value={source}
          onChange={onChange}
          placeholder={!required ? 'Not used' : isFile ? 'Choose a column' : 'Choose a field'}
          clearable={!required}
          clearButtonProps={{ 'aria-label': `Clear ${label}` }}
          required={required}
          withAsterisk={false}
          error={error}
          readOnly={readOnly}
          warnings={warnings}
          {...(isFile || NONE_OFFERED[slot] === undefined ? {} : { nothingFoundMessage: NONE_OFFERED[slot] })}
        />
        {changesUnseen(source, target, fields) && <SweepOffer sweep={props.sweep} label={label} readOnly={readOnly} />}
        {props.children}
      </div>
      <span className={classes.state}>
        <MappingState state={rowState(source, { required, label, suggested, saved }, fields)} />
      </span>
    </div>
  );
}
