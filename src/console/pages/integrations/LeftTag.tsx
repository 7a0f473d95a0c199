import { TextInput } from '@mantine/core';

export interface LeftTagProps {
  readonly value: string | null;
  readonly onChange: (tag: string | null) => void;
  readonly error?: string | undefined;
  readonly readOnly: boolean;
}

/** The tag of people who are no longer in the source. They are kept, whether they have one or not. */
export function LeftTag({ value, onChange, error, readOnly }: LeftTagProps) {
  return (
    <TextInput
      id="leftTag"
      label="Tag for people who left"
      description="Put on their contacts, and taken off when they come back. Leave it empty for no tag."
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      maxLength={40}
      maw={360}
      error={error}
      readOnly={readOnly}
    />
  );
}
