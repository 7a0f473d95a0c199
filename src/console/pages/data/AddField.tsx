import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { CreateField } from '../../../http/schemas/contacts.ts';
import { ApiError } from '../../api/apiError.ts';
import { useCreateField } from '../../api/settings.ts';
import { Failure } from '../../parts/Failure.tsx';
import { FIELD_TYPES } from './fieldColumns.tsx';

const TYPES = ['text', 'number', 'date', 'checkbox'] as const;

/** Adds a field of the team's own. */
export function AddField({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="What should contacts have?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <AddFieldForm onClose={onClose} />
    </Modal>
  );
}

function AddFieldForm({ onClose }: { readonly onClose: () => void }) {
  const [label, setLabel] = useState('');
  const [type, setType] = useState<CreateField['type']>('text');
  const create = useCreateField();
  const errors = create.error instanceof ApiError ? create.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ label: label.trim(), type }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Term"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={60}
          error={errors.label}
          data-autofocus
        />
        <Radio.Group
          label="Type"
          value={type}
          onChange={(value) => setType(TYPES.find((one) => one === value) ?? 'text')}
          error={errors.type}
        >
          <Group gap="lg" mt={8}>
            {TYPES.map((one) => (
              <Radio key={one} value={one} label={FIELD_TYPES[one]} />
            ))}
          </Group>
        </Radio.Group>
        {create.isError && Object.keys(errors).length === 0 && <Failure error={create.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={label.trim() === ''}>
            Add field
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
