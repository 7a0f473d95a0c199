import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { RecordType } from '../../../http/schemas/index.ts';
import type { Connection } from '../../../http/schemas/connections.ts';
import { isFileServer, mustConnect } from './connectionTabList.ts';
import { Disconnect } from './Disconnect.tsx';
import { FullImport } from './FullImport.tsx';
import { PauseSchedule } from './PauseSchedule.tsx';
import { recordTypeLabel } from './recordTypes.ts';
import { RenameConnection } from './RenameConnection.tsx';
import classes from './ConnectionMenu.module.css';

type Act =
  | { readonly kind: 'full'; readonly recordType: RecordType }
  | { readonly kind: 'rename' }
  | { readonly kind: 'disconnect' };

/** What is done to a connection now and then: a full import, a pause, another name, disconnecting. */
export function ConnectionMenu({ connection }: { readonly connection: Connection }) {
  const [act, setAct] = useState<Act | null>(null);
  const on = mustConnect(connection) ? [] : connection.imports.filter((one) => one.state === 'on');
  const close = (): void => setAct(null);
  return (
    <div className={classes.actions}>
      {on.length > 0 && <PauseSchedule connection={connection} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="compact-md" rightSection={<IconChevronDown size={16} aria-hidden />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(isFileServer(connection) ? [] : on).map((one) => (
            <Menu.Item key={one.recordType} onClick={() => setAct({ kind: 'full', recordType: one.recordType })}>
              Full import of {recordTypeLabel(one.recordType)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setAct({ kind: 'rename' })}>Rename</Menu.Item>
          <Menu.Item onClick={() => setAct({ kind: 'disconnect' })}>Disconnect {connection.name}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FullImport connection={connection} recordType={act?.kind === 'full' ? act.recordType : null} onClose={close} />
      <RenameConnection connection={connection} opened={act?.kind === 'rename'} onClose={close} />
      <Disconnect connection={connection} opened={act?.kind === 'disconnect'} onClose={close} />
    </div>
  );
}
