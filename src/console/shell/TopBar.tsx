import { ActionIcon, Burger } from '@mantine/core';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';
import { AccountMenu } from './AccountMenu.tsx';
import { ContactSearch } from './ContactSearch.tsx';
import { LiveNotice } from './LiveNotice.tsx';
import { TeamSwitcher } from './TeamSwitcher.tsx';
import classes from './shell.module.css';

export interface TopBarProps {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onHelp: () => void;
  readonly menuOpened: boolean;
  readonly onMenu: () => void;
}

/** Team, search, help, account. */
export function TopBar({ searchRef, onHelp, menuOpened, onMenu }: TopBarProps) {
  const [searching, setSearching] = useState(false);
  return (
    <header className={classes.top} data-searching={searching || undefined}>
      <Burger className={classes.narrow} opened={menuOpened} onClick={onMenu} size="sm" aria-label="Menu" aria-expanded={menuOpened} />
      <TeamSwitcher />
      <div className={classes.searchPlace}>
        <ContactSearch ref={searchRef} onDone={() => setSearching(false)} />
      </div>
      <LiveNotice />
      <ActionIcon
        className={classes.narrow}
        variant="subtle"
        color="idle"
        size={36}
        aria-label="Search contacts"
        aria-expanded={searching}
        onClick={() => {
          setSearching(!searching);
          window.setTimeout(() => searchRef.current?.focus());
        }}
      >
        <IconSearch size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon className={classes.wide} variant="subtle" color="idle" size={36} aria-label="Help: keys" onClick={onHelp}>
        <IconHelp size={20} aria-hidden />
      </ActionIcon>
      <AccountMenu />
    </header>
  );
}
