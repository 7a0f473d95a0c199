import type { SourceField } from '../../http/schemas/index.ts';
import { MappingState } from './MappingState.tsx';
import { SourceFieldSelect } from './SourceFieldSelect.tsx';
import { rowState, type StandardSlot } from './mappingDraft.ts';
import { rowWarnings } from './mappingWarnings.ts';
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
}

/** One standard contact field: its name, the source field that fills it, how it was chosen, what to beware of. */
export function StandardRow(props: StandardRowProps) {
  const { id, slot, label, required, help, source, onChange, fields, suggested, saved, usedFor, error, readOnly } =
    props;
  const warnings = rowWarnings(source, label, { kind: 'standard', slot }, fields, usedFor);
  return (
    <div className={classes.row}>
      <label className={classes.label} htmlFor={id}>
        {label}
        {required ? ' *' : ''}
        {help !== '' && <span className={classes.help}>{help}</span>}
      </label>
      <SourceFieldSelect
        id={id}
        fields={fields}
        value={source}
        onChange={onChange}
        placeholder={required ? 'Choose a field' : 'Not used'}
        clearable={!required}
        clearButtonProps={{ 'aria-label': `Clear ${label}` }}
        required={required}
        withAsterisk={false}
        error={error}
        readOnly={readOnly}
        warnings={warnings}
      />
      <span className={classes.state}>
        <MappingState state={rowState(source, { required, label, suggested, saved }, fields)} />
      </span>
    </div>
  );
}
