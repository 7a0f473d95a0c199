import { Group, Radio, Select, Stack } from '@mantine/core';
import type { OptOutMapping as Mapping, SourceField } from '../../http/schemas/index.ts';

interface OptOutValuesProps {
  readonly idPrefix: string;
  readonly value: Mapping;
  readonly onChange: (value: Mapping) => void;
  /** The chosen field; undefined when the API user can't read it any more. */
  readonly field: SourceField | undefined;
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
}

/**
 * How the values of the opt-out field are read: the sense of a tick, or the two values of a picklist and what
 * empty means.
 */
export function OptOutValues({ idPrefix, value, onChange, field, errors, readOnly }: OptOutValuesProps) {
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
        <Select
          id={`${idPrefix}optOut.optedOutValue`}
          label="Value that means opted out"
          placeholder="Choose a value"
          miw={200}
          data={options}
          value={value.optedOutValue === '' ? null : value.optedOutValue}
          onChange={(next) => onChange({ ...value, optedOutValue: next ?? '' })}
          error={errors['optOut.optedOutValue']}
          allowDeselect={false}
          readOnly={readOnly}
        />
        <Select
          id={`${idPrefix}optOut.optedInValue`}
          label="Value that means they may be texted"
          placeholder="Choose a value"
          miw={200}
          data={options}
          value={value.optedInValue === '' ? null : value.optedInValue}
          onChange={(next) => onChange({ ...value, optedInValue: next ?? '' })}
          error={errors['optOut.optedInValue'] ?? same}
          allowDeselect={false}
          readOnly={readOnly}
        />
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
