import {
  Button,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { ApiError } from '../../api/apiError.ts';
import { useMe, useSignOut } from '../../api/session.ts';
import { FormPage } from '../../layouts/FormPage.tsx';
import { Section } from '../../layouts/Section.tsx';
import { TextLink } from '../../router/links.tsx';
import { ToSignIn } from '../../shell/ToSignIn.tsx';
import { usePreference } from '../../state/preference.ts';
import classes from './account.module.css';

const SCHEMES: { label: string; value: MantineColorScheme }[] = [
  { label: 'System', value: 'auto' },
  { label: 'Light', value: 'light' },
  { label: 'Dark', value: 'dark' },
];

/** Who you are, and how the console looks and listens in this browser. */
export function AccountPage() {
  const me = useMe();
  const signOut = useSignOut();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keysOn, setKeysOn] = usePreference('keys', 'on');
  const schemeId = useId();
  if (me.error instanceof ApiError && me.error.status === 401) return <ToSignIn />;
  const leave = async () => {
    await signOut.mutateAsync().catch(() => undefined);
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <main id="main" className={classes.page}>
      <p>
        <TextLink to="/">Back to your team</TextLink>
      </p>
      <FormPage title="Account">
        <Section id="you" title="You">
          <Text>{me.data?.user.name}</Text>
          <Text c="dimmed">{me.data?.user.email}</Text>
        </Section>
        <Section id="browser" title="This browser">
          <Stack gap="md" align="flex-start">
            <div>
              <Text id={schemeId} fw={500} mb={4}>
                Colours
              </Text>
              <SegmentedControl
                aria-labelledby={schemeId}
                data={SCHEMES}
                value={colorScheme}
                onChange={(value) => setColorScheme(value as MantineColorScheme)}
              />
            </div>
            <Switch
              label="Single-key shortcuts"
              description="/ searches, g and a letter goes somewhere, ? lists them all"
              checked={keysOn !== 'off'}
              onChange={(event) => setKeysOn(event.currentTarget.checked ? 'on' : 'off')}
            />
          </Stack>
        </Section>
        <Section id="session" title="Session">
          <Button variant="default" loading={signOut.isPending} onClick={() => void leave()}>
            Sign out
          </Button>
        </Section>
        <Text c="dimmed" fz="xs">
          Rollcall {me.data?.version}
        </Text>
      </FormPage>
    </main>
  );
}
