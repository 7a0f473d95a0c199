import { ActionIcon, Avatar, Menu, Text } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMe, useSignOut } from '../api/session.ts';

/** Who is signed in, Account, Sign out. */
export function AccountMenu() {
  const user = useMe().data?.user;
  const signOut = useSignOut();
  const client = useQueryClient();
  const navigate = useNavigate();
  if (user === undefined) return null;
  const leave = async () => {
    await signOut.mutateAsync().catch(() => undefined);
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size={36} radius="xl" aria-label={`Account of ${user.name}`}>
          <Avatar size={30} color="idle" variant="light" radius={15}>
            {initials(user.name)}
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" c="var(--rc-text)" fw={500}>
            {user.name}
          </Text>
          {user.email}
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} aria-hidden />} onClick={() => void navigate({ to: '/account' })}>
          Account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** `AO` for Ann Owner; one letter for one name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => word?.[0]?.toUpperCase() ?? '').join('');
}
