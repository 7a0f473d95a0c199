import type { TextingNumber } from '../../../http/schemas/overview.ts';
import { useRemoveTextingNumber } from '../../api/settings.ts';
import { Confirm } from '../../parts/Confirm.tsx';

interface RemoveTextingNumberProps {
  /** Null while nobody asks. */
  readonly number: TextingNumber | null;
  readonly onClose: () => void;
}

/** Asks before a number's messages are no longer taken. */
export function RemoveTextingNumber({ number, onClose }: RemoveTextingNumberProps) {
  const remove = useRemoveTextingNumber();
  const close = (): void => {
    remove.reset();
    onClose();
  };
  return (
    <Confirm
      opened={number !== null}
      onClose={close}
      title={`Remove ${number?.numberShown ?? 'the number'}?`}
      action="Remove texting number"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => number !== null && remove.mutate(number.number, { onSuccess: close })}
    >
      A STOP sent to this number no longer reaches Rollcall. Opt-outs that came by it stay as they are.
    </Confirm>
  );
}
