import type { ApiToken } from '../../../http/schemas/account.ts';
import { useRevokeToken } from '../../api/settings.ts';
import { Confirm } from '../../parts/Confirm.tsx';

interface RevokeTokenProps {
  /** Null while nobody asks. */
  readonly token: ApiToken | null;
  readonly onClose: () => void;
}

/** Asks before a token stops working. */
export function RevokeToken({ token, onClose }: RevokeTokenProps) {
  const revoke = useRevokeToken();
  const close = (): void => {
    revoke.reset();
    onClose();
  };
  return (
    <Confirm
      opened={token !== null}
      onClose={close}
      title={`Revoke ${token?.name ?? 'the token'}?`}
      action="Revoke token"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => token !== null && revoke.mutate(token.id, { onSuccess: close })}
    >
      What uses it is refused from then on. It can’t be brought back; a new one can be created.
    </Confirm>
  );
}
