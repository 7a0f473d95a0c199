import { Radio, Stack } from '@mantine/core';
import { useContext } from 'react';
import type { OptOutMapping as Mapping, SourceField } from '../../http/schemas/index.ts';
import { FileColumns } from './fileColumns.ts';
import { OptOutCounts, type SourceCounts } from './OptOutCounts.tsx';
import { OptOutSentence } from './OptOutSentence.tsx';
import { OptOutValues } from './OptOutValues.tsx';
import { SourceFieldSelect } from './SourceFieldSelect.tsx';
import { optOutFields, startMapping, turnedRound } from './optOutRule.ts';

export interface OptOutMappingProps {
  /** Null: preferences are not exchanged. */
  readonly value: Mapping | null;
  readonly onChange: (value: Mapping | null) => void;
  readonly fields: readonly SourceField[];
  /** The CRM's name as people know it. */
  readonly crm: string;
  /** People the rule would opt out, from the last check of the source; null before one. */
  readonly counts: SourceCounts | null;
  /** True while the value is our suggestion and nobody has saved it. */
  readonly suggested?: boolean;
  /** Refusals of the last save: `optOut.field`, `optOut.optedInValue` … */
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  /** Before the IDs of the controls, which are the API's field names; for a page with two rules. */
  readonly idPrefix?: string;
}

/** Which source field says who may be texted, how it is read, and the rule in words. */
export function OptOutMapping({
  value,
  onChange,
  fields,
  crm,
  counts,
  suggested = false,
  errors,
  readOnly = false,
  idPrefix = '',
}: OptOutMappingProps) {
  const isFile = useContext(FileColumns);
  const usable = optOutFields(fields);
  const first = usable.find(({ label }) => /opt|text|consent|sms/i.test(label)) ?? usable[0];
  const pick = (source: string | null): void => {
    const field = usable.find((one) => one.name === source);
    if (field !== undefined) onChange(startMapping(field));
  };
  const exchange = (choice: string): void => {
    if (choice === 'none') onChange(null);
    else if (value === null && first !== undefined) onChange(startMapping(first));
  };
  const canExchange = usable.length > 0 || value !== null;
  return (
    <Stack gap="md">
      <Radio.Group
        label="Texting preferences"
        value={value === null ? 'none' : 'field'}
        onChange={exchange}
        readOnly={readOnly}
      >
        <Stack gap={8} mt={8}>
          <Radio
            value="field"
            label={isFile ? 'A column says who may be texted' : `A ${crm} field says who may be texted`}
            description={
              canExchange
                ? undefined
                : isFile
                  ? 'Load the headers first.'
                  : `The API user sees no checkbox or picklist field to use. Show it one in ${crm}, then come back.`
            }
            disabled={!canExchange}
          />
          <Radio value="none" label="Preferences are not exchanged" />
        </Stack>
      </Radio.Group>
      {value !== null && (
        <>
          <SourceFieldSelect
            id={`${idPrefix}optOut.field`}
            label={isFile ? 'Column' : `Field in ${crm}`}
            fields={usable}
            value={value.field}
            onChange={pick}
            error={errors['optOut.field'] ?? errors.optOut}
            readOnly={readOnly}
          />
          <OptOutValues
            idPrefix={idPrefix}
            value={value}
            onChange={onChange}
            field={fields.find((field) => field.name === value.field)}
            errors={errors}
            readOnly={readOnly}
          />
        </>
      )}
      <OptOutSentence
        value={value}
        field={fields.find((field) => field.name === value?.field)}
        crm={crm}
        suggested={suggested}
      />
      {value !== null && counts !== null && (
        <OptOutCounts counts={counts} onTurn={readOnly ? null : () => onChange(turnedRound(value))} />
      )}
    </Stack>
  );
}
