import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Confirm } from './Confirm.tsx';

/** Asks once before changes are left behind. Answers the dialog to put on the page. */
export function useLeaveGuard(hasChanges: boolean): ReactNode {
  const blocker = useBlocker({
    // A new query string keeps the page, and with it what was typed.
    shouldBlockFn: ({ current, next }) => hasChanges && current.pathname !== next.pathname,
    enableBeforeUnload: () => hasChanges,
    withResolver: true,
  });
  return (
    <Confirm
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      action="Leave page"
      cancel="Stay here"
      onConfirm={() => blocker.proceed?.()}
    >
      What you changed on this page has not been saved.
    </Confirm>
  );
}
