import { Button } from '@mantine/core';
import { ApiError } from '../api/apiError.ts';
import { Explain } from './Explain.tsx';

/** The place of the part that failed to load or to act: why, Try again, and the request ID. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: (() => void) | undefined }) {
  const known = error instanceof ApiError;
  return (
    <div role="alert">
      <Explain
        code={known ? error.code : 'console_fault'}
        message={known ? error.message : 'The console broke here. Nothing was changed. Load the page again.'}
        vendorMessage={known ? error.vendorMessage : undefined}
        requestId={known ? error.requestId : undefined}
        actions={
          onRetry && (
            <Button variant="default" size="compact-md" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}
