import { Button, Group, Text } from '@mantine/core';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useTestConnection } from '../../api/connections.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { mustConnect } from './connectionTabList.ts';
import { TestReportView } from './TestReportView.tsx';
import { useRememberedTest } from './useRememberedTest.ts';
import { Waiting } from './Waiting.tsx';

interface TestConnectionProps {
  readonly connection: Connection;
  /** Runs the test by itself, once: the browser has just come back from the CRM. */
  readonly automatic: boolean;
  readonly mayTest: boolean;
  /** What to do next, beside the button. */
  readonly children?: ReactNode;
}

/** Test connection: who Rollcall is in the CRM, what it may do there, calls left. */
export function TestConnection({ connection, automatic, mayTest, children }: TestConnectionProps) {
  const { remembered, remember } = useRememberedTest(connection.id);
  const announce = useAnnounce();
  const test = useTestConnection(connection.id);
  const { mutate } = test;
  const run = (): void =>
    mutate(undefined, {
      onSuccess: (report) => {
        remember(report);
        announce(
          report.permissions.every((permission) => permission.ok)
            ? 'Connected. All permissions ok.'
            : 'Connected. Some permissions are missing.',
        );
      },
    });
  const runOnce = useEffectEvent(run);
  useEffect(() => {
    if (!automatic) return undefined;
    const timer = window.setTimeout(() => runOnce());
    return () => window.clearTimeout(timer);
  }, [automatic]);
  return (
    <div>
      {test.isPending ? (
        <Waiting crm="Salesforce" onCancel={() => test.reset()} />
      ) : (
        <>
          {test.isError && <Failure error={test.error} onRetry={run} />}
          {remembered !== undefined && !test.isError ? (
            <TestReportView report={remembered} connection={connection} />
          ) : (
            !test.isError && (
              <Text>
                {mustConnect(connection) ? 'Was connected to' : 'Connected to'} {connection.account?.accountName} as{' '}
                {connection.account?.userName}.
              </Text>
            )
          )}
          <Group mt="md" gap={8}>
            {children}
            {mayTest && !test.isError && (
              <Button variant="default" onClick={run}>
                {remembered === undefined ? 'Test connection' : 'Test again'}
              </Button>
            )}
          </Group>
        </>
      )}
    </div>
  );
}
