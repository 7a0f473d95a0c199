import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';

interface WholeNumberProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur' | 'type'> {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min: number;
  readonly max: number;
  /** What is counted, shown behind the number, e.g. `%`. */
  readonly unit?: string;
}

/**
 * A whole number that is typed. Letters never get in; an emptied field means the least, and what is too much or too
 * little becomes the nearest that is allowed once the field is left.
 */
export function WholeNumber({ value, onChange, min, max, unit, ...field }: WholeNumberProps) {
  const [typed, setTyped] = useState(String(value));
  // What was typed is shown while it means the value; after Discard it does not any more.
  const shown = (typed === '' ? min : Number(typed)) === value ? typed : String(value);
  return (
    <TextInput
      maw={360}
      autoComplete="off"
      rightSection={unit}
      rightSectionPointerEvents="none"
      {...field}
      inputMode="numeric"
      value={shown}
      onChange={(event) => {
        const digits = event.currentTarget.value.replace(/\D/g, '').slice(0, 9);
        setTyped(digits);
        onChange(digits === '' ? min : Number(digits));
      }}
      onBlur={() => {
        const allowed = Math.min(max, Math.max(min, value));
        setTyped(String(allowed));
        if (allowed !== value) onChange(allowed);
      }}
    />
  );
}
