import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { DriftReport } from '../../../http/schemas/drift.ts';
import { useRepairAudit } from '../../api/drift.ts';
import { useMayWrite } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Confirm } from '../../parts/Confirm.tsx';
import { repairedWords, repairWords } from './driftWords.ts';

/** Adds the opt-outs that are missing on either side, having said how many; then what was done. */
export function RepairDrift({ report: { audit, repair } }: { readonly report: DriftReport }) {
  const { mayWrite, whoMay } = useMayWrite('repair');
  const [asking, setAsking] = useState(false);
  const act = useRepairAudit(audit.id);
  const announce = useAnnounce();
  const name = audit.connectionName;
  const hasWork = repair.write + repair.record > 0;
  if (!mayWrite) return hasWork ? <Text c="dimmed">{whoMay}</Text> : null;
  const close = (): void => {
    setAsking(false);
    act.reset();
  };
  const confirm = (): void =>
    act.mutate(undefined, {
      onSuccess: (done) => {
        announce(repairedWords(done, name));
        setAsking(false);
      },
    });
  return (
    <>
      {act.data !== undefined && <Text>{repairedWords(act.data, name)}</Text>}
      {hasWork && <Button onClick={() => setAsking(true)}>{repairWords(repair)}</Button>}
      <Confirm
        opened={asking}
        onClose={close}
        title={`Repair ${counted(repair.write + repair.record, 'contact')}?`}
        action={repairWords(repair)}
        onConfirm={confirm}
        pending={act.isPending}
        error={act.error}
      >
        <Text className="rc-prose">
          {repair.write > 0 && `${counted(repair.write, 'opt-out')} of Rollcall ${repair.write === 1 ? 'is' : 'are'} written to ${name}. `}
          {repair.record > 0 && `${counted(repair.record, 'opt-out')} of ${name} ${repair.record === 1 ? 'is' : 'are'} recorded here. `}
          Repairing only adds opt-outs; it makes nobody textable. Contacts that changed since the audit are passed over.
        </Text>
      </Confirm>
    </>
  );
}
