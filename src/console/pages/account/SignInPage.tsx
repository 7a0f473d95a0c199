import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useSignIn } from '../../api/session.ts';
import { Card } from '../../layouts/Card.tsx';
import type { QueryString } from '../../router/queryString.ts';

/** One card, no menu: mail and password. Unknown mail and wrong password answer alike. */
export function SignInPage() {
  const { next }: QueryString = useSearch({ strict: false });
  const router = useRouter();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { email: email.trim(), password },
      { onSuccess: () => router.history.replace(isOwnAddress(next) ? next : '/') },
    );
  };
  return (
    <Card title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {signIn.error !== null && (
            <Alert color="danger" role="alert">
              {signIn.error.message}
            </Alert>
          )}
          <TextInput
            label="Mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

/** Only an address of this console is followed after signing in. */
function isOwnAddress(next: string | undefined): next is string {
  return next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\');
}
