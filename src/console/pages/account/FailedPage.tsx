import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { PageHeading } from '../../layouts/PageHeading.tsx';

/** A page that broke while it was being drawn. Nothing was changed by that. */
export function FailedPage({ error }: ErrorComponentProps) {
  return (
    <div>
      <PageHeading title="This page could not be shown" />
      <p className="rc-prose">
        Something in the console broke while drawing it. Nothing was changed. Load it again; if it stays, tell the
        person who runs Rollcall what stands below.
      </p>
      <p className="rc-mono">{error instanceof Error ? error.message : String(error)}</p>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </div>
  );
}
