import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/apiError.ts';
import { useCreateOwner } from '../../api/session.ts';

/** Shortest password the API takes. */
const PASSWORD_CHARACTERS = 12;

/** Name, mail and password of the first owner. */
export function CreateOwner({ token, onCreated }: { readonly token: string; readonly onCreated: () => void }) {
  const create = useCreateOwner(token);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const refused = create.error instanceof ApiError ? create.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), email: email.trim(), password }, { onSuccess: onCreated });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text c="dimmed">The owner may do everything, and adds the others.</Text>
        {create.error !== null && (
          <Alert color="danger" role="alert">
            {create.error.message}
          </Alert>
        )}
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={120}
          error={refused['name']}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          error={refused['email']}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          description={`At least ${PASSWORD_CHARACTERS} characters`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={PASSWORD_CHARACTERS}
          error={refused['password']}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending} fullWidth>
          Create owner
        </Button>
      </Stack>
    </form>
  );
}
