import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useMe } from '../api/session.ts';
import { useTeam } from '../api/team.tsx';
import { sectionOf } from './sections.ts';
import classes from './shell.module.css';

/** The team in the address. Switching keeps the section, never the object: another team has other objects. */
export function TeamSwitcher() {
  const team = useTeam();
  const me = useMe().data;
  const navigate = useNavigate();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const teams = me?.teams ?? [];
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="ink"
          className={classes.team}
          rightSection={<IconChevronDown size={16} aria-hidden />}
          aria-label={`Team ${team.name}`}
        >
          {team.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {teams.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={
              one.id === team.id ? <IconCheck size={16} aria-hidden /> : <span className={classes.iconGap} />
            }
            onClick={() => void navigate({ to: sectionOf(pathname), params: { team: one.slug } })}
          >
            {one.name}
          </Menu.Item>
        ))}
        {me?.canCreateTeams === true && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => void navigate({ to: '/new-team' })}
            >
              Add team
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
