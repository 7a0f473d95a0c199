import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { TextingNumber } from '../../../http/schemas/overview.ts';
import { useMe } from '../../api/session.ts';
import { useSaveTextingScope } from '../../api/settings.ts';
import { useTeam } from '../../api/team.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { SCOPES } from './scopeWords.ts';

interface TextingNumberScopeProps {
  /** Null while nobody asks. */
  readonly number: TextingNumber | null;
  readonly onClose: () => void;
}

/** Whom a STOP to a number opts out: three choices in words. */
export function TextingNumberScope({ number, onClose }: TextingNumberScopeProps) {
  return (
    <Modal
      opened={number !== null}
      onClose={onClose}
      title={`Whom does a STOP to ${number?.numberShown ?? 'the number'} opt out?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {number !== null && <ScopeForm number={number} onClose={onClose} />}
    </Modal>
  );
}

function ScopeForm({ number, onClose }: { readonly number: TextingNumber; readonly onClose: () => void }) {
  const { slug } = useTeam();
  const teams = useMe().data?.teams.filter((team) => team.slug !== slug) ?? [];
  const [scope, setScope] = useState(number.scope);
  const [sharedWith, setSharedWith] = useState(number.sharedWith.map((team) => team.slug));
  const save = useSaveTextingScope(number.number);
  const announce = useAnnounce();
  const isIncomplete = scope === 'shared' && sharedWith.length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(
      { scope, sharedWith: scope === 'shared' ? sharedWith : [] },
      {
        onSuccess: () => {
          announce(`The scope of ${number.numberShown} is saved`);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Radio.Group
          label="Scope"
          value={scope}
          onChange={(value) => setScope(SCOPES.find((one) => one.scope === value)?.scope ?? 'team')}
        >
          <Stack gap="sm" mt={8}>
            {SCOPES.map((one) => (
              <Radio key={one.scope} value={one.scope} label={one.label} description={one.means} />
            ))}
          </Stack>
        </Radio.Group>
        {scope === 'shared' &&
          (teams.length === 0 ? (
            <Text>There is no other team to share it with.</Text>
          ) : (
            <Checkbox.Group label="Shared with" value={sharedWith} onChange={setSharedWith}>
              <Stack gap={8} mt={8}>
                {teams.map((team) => (
                  <Checkbox key={team.slug} value={team.slug} label={team.name} />
                ))}
              </Stack>
            </Checkbox.Group>
          ))}
        <Text size="sm" c="dimmed">
          It counts for messages from now on. Opt-outs that stand are not changed.
        </Text>
        {save.error !== null && <Failure error={save.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={isIncomplete}>
            Save scope
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
