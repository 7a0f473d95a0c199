import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useCreateTeam } from '../../api/session.ts';

/** A team's name. `onCreated` is given its slug. */
export function CreateTeam({ onCreated }: { readonly onCreated: (slug: string) => void }) {
  const create = useCreateTeam();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim() }, { onSuccess: (team) => onCreated(team.slug) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {create.error !== null && (
          <Alert color="danger" role="alert">
            {create.error.message}
          </Alert>
        )}
        <TextInput
          label="Team name"
          description="Contacts, connections and opt-outs belong to one team. A campus or an office, for example Riverside."
          name="team"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending} fullWidth>
          Create team
        </Button>
      </Stack>
    </form>
  );
}
