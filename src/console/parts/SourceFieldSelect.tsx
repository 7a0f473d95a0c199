import { Select, type SelectProps } from '@mantine/core';
import { useContext } from 'react';
import type { SourceField } from '../../http/schemas/index.ts';
import { FileColumns } from './fileColumns.ts';
import { MappingWarnings } from './MappingWarnings.tsx';
import { typeWords } from './mappingWarnings.ts';
import { selectOnEntry } from './selectOnEntry.ts';
import classes from './FieldMapper.module.css';

/** At most this many fields in the open list; typing narrows it. Orgs with 800 fields a record type exist. */
const SHOWN_FIELDS = 80;

interface SourceFieldSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'renderOption'> {
  readonly fields: readonly SourceField[];
  /** Which of them may be chosen; all of them without it. */
  readonly offered?: ((field: SourceField) => boolean) | undefined;
  readonly value: string | null;
  readonly onChange: (source: string | null) => void;
  /** What to beware of, below the control. */
  readonly warnings?: readonly string[];
}

/**
 * Picks one field of the source: searched by label and API name, its type beside it. A chosen field that is gone
 * stays readable.
 */
export function SourceFieldSelect(props: SourceFieldSelectProps) {
  const { fields, offered, value, onChange, warnings = [], ...rest } = props;
  const isFile = useContext(FileColumns);
  const known = new Map(fields.map((field) => [field.name, field]));
  const shown = offered === undefined ? fields : fields.filter((field) => offered(field) || field.name === value);
  const data = shown.map((field) => ({ value: field.name, label: isFile ? field.label : `${field.label} · ${field.name}` }));
  if (value !== null && !known.has(value)) data.unshift({ value, label: `${value} · not ${isFile ? 'in the file' : 'readable'}` });
  return (
    <Select
      searchable
      selectFirstOptionOnChange
      allowDeselect={false}
      limit={SHOWN_FIELDS}
      nothingFoundMessage={
        isFile ? 'No column matches.' : 'No field matches. Only fields the API user can read are listed.'
      }
      {...selectOnEntry}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={warnings.length === 0 ? undefined : <MappingWarnings warnings={warnings} />}
      {...rest}
      data={data}
      value={value}
      onChange={onChange}
      renderOption={({ option }) => {
        const field = known.get(option.value);
        return (
          <span className={classes.option}>
            <span>{field?.label ?? option.value}</span>
            {(!isFile || field === undefined) && (
              <span className={classes.api}>
                {isFile ? 'not in the file' : `${option.value} · ${field ? typeWords(field.type) : 'not readable'}`}
              </span>
            )}
          </span>
        );
      }}
    />
  );
}
