import { Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useContext } from 'react';
import type { OptOutMapping as Mapping, SourceField } from '../../http/schemas/index.ts';
import { FileColumns } from './fileColumns.ts';

interface OptOutValuesProps {
  readonly idPrefix: string;
  readonly value: Mapping;
  readonly onChange: (value: Mapping) => void;
  /** The chosen field; undefined when the API user can't read it any more. */
  readonly field: SourceField | undefined;
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
}

const VALUES = [
  { part: 'optedOutValue', label: 'Value that means opted out' },
  { part: 'optedInValue', label: 'Value that means they may be texted' },
] as const;

/**
 * How the values of the opt-out field are read: the sense of a tick, or the two values of a picklist or column
 * and what empty means.
 */
export function OptOutValues({ idPrefix, value, onChange, field, errors, readOnly }: OptOutValuesProps) {
  const isFile = useContext(FileColumns);
  if (value.kind === 'checkbox') {
    return (
      <Radio.Group
        label="A ticked box means"
        value={value.ticked}
        onChange={(ticked) => onChange({ ...value, ticked: ticked === 'opted_in' ? 'opted_in' : 'opted_out' })}
        error={errors['optOut.ticked']}
        readOnly={readOnly}
      >
        <Group gap="lg" mt={8}>
          <Radio value="opted_out" label="Opted out" />
          <Radio value="opted_in" label="May be texted" />
        </Group>
      </Radio.Group>
    );
  }
  const listed = field?.values ?? [];
  const options = [...listed.map((one) => ({ value: one.value, label: one.label }))];
  for (const stored of [value.optedOutValue, value.optedInValue]) {
    if (stored !== '' && !options.some((option) => option.value === stored))
      options.push({ value: stored, label: `${stored} · not in the list any more` });
  }
  const same =
    value.optedInValue !== '' && value.optedInValue === value.optedOutValue
      ? 'Both values are the same. Choose two different ones.'
      : undefined;
  return (
    <Stack gap="md">
      <Group grow align="flex-start" wrap="wrap" preventGrowOverflow={false}>
        {VALUES.map(({ part, label }) => {
          const shared = {
            id: `${idPrefix}optOut.${part}`,
            label,
            miw: 200,
            error: errors[`optOut.${part}`] ?? (part === 'optedInValue' ? same : undefined),
            readOnly,
          };
          const change = (next: string | null): void => onChange({ ...value, [part]: next ?? '' });
          return isFile ? (
            <TextInput
              key={part}
              {...shared}
              value={value[part]}
              onChange={(event) => change(event.currentTarget.value)}
              autoComplete="off"
            />
          ) : (
            <Select
              key={part}
              {...shared}
              placeholder="Choose a value"
              data={options}
              value={value[part] === '' ? null : value[part]}
              onChange={change}
              allowDeselect={false}
            />
          );
        })}
      </Group>
      <Radio.Group
        label="An empty value means"
        value={value.empty}
        onChange={(empty) =>
          onChange({ ...value, empty: empty === 'opted_in' || empty === 'opted_out' ? empty : 'keep' })
        }
        error={errors['optOut.empty']}
        readOnly={readOnly}
      >
        <Group gap="lg" mt={8}>
          <Radio value="keep" label="Keep what we have" />
          <Radio value="opted_in" label="They may be texted" />
          <Radio value="opted_out" label="Opted out" />
        </Group>
      </Radio.Group>
    </Stack>
  );
}
