import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TextingNumber } from '../../../http/schemas/overview.ts';
import { useTextingNumbers } from '../../api/settings.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { AddTextingNumber } from './AddTextingNumber.tsx';
import { RemoveTextingNumber } from './RemoveTextingNumber.tsx';
import { TextingNumberItem } from './TextingNumberItem.tsx';
import { TextingNumberScope } from './TextingNumberScope.tsx';
import classes from './Webhooks.module.css';

/** The team's texting numbers, each with the address its messages are sent to. */
export function WebhooksPage() {
  const { mayWrite, whoMay } = useMayWrite('change webhooks');
  const numbers = useTextingNumbers();
  /** The number whose token is replaced, `new` for another number, null for none. */
  const [editing, setEditing] = useState<TextingNumber | 'new' | null>(null);
  const [removing, setRemoving] = useState<TextingNumber | null>(null);
  const [scoping, setScoping] = useState<TextingNumber | null>(null);
  const isOwner = useTeam().role === 'owner';
  const rows = numbers.data?.numbers;
  const add = mayWrite ? <Button onClick={() => setEditing('new')}>Add texting number</Button> : undefined;
  return (
    <ListPage title="Webhooks" documentTitle="Webhooks · Settings" actions={rows?.length === 0 ? undefined : add}>
      {rows === undefined ? (
        numbers.isPending ? (
          <Loading />
        ) : (
          <Failure error={numbers.error} onRetry={() => void numbers.refetch()} />
        )
      ) : rows.length === 0 ? (
        <EmptyState kind="nothing_yet" actions={add}>
          No webhooks. Add the number your team texts from; its messages then reach Rollcall, and a STOP counts at once.{' '}
          {mayWrite ? '' : whoMay}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {rows.map((row) => (
            <TextingNumberItem
              key={row.number}
              number={row}
              onReplace={mayWrite ? () => setEditing(row) : null}
              onRemove={mayWrite ? () => setRemoving(row) : null}
              onScope={isOwner ? () => setScoping(row) : null}
            />
          ))}
        </ul>
      )}
      <AddTextingNumber editing={editing} onClose={() => setEditing(null)} />
      <RemoveTextingNumber number={removing} onClose={() => setRemoving(null)} />
      <TextingNumberScope number={scoping} onClose={() => setScoping(null)} />
    </ListPage>
  );
}
