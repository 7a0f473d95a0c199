import { Button, Group, Text } from '@mantine/core';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { Failure } from '../../parts/Failure.tsx';
import { TestReportView } from './TestReportView.tsx';
import { TrustServer } from './TrustServer.tsx';
import { useRememberedTest } from './useRememberedTest.ts';
import { useServerTest } from './useServerTest.ts';
import { Waiting } from './Waiting.tsx';

interface ServerTestProps {
  readonly connection: Connection;
  /** Runs the test by itself, once: the settings have just been saved. */
  readonly automatic: boolean;
  readonly mayTest: boolean;
  /** What to do next, beside the button. */
  readonly children?: ReactNode;
}

/** Test connection of a file server: who answers, whether it is to be trusted, then what is there. */
export function ServerTest({ connection, automatic, mayTest, children }: ServerTestProps) {
  const { account } = connection;
  const { remembered } = useRememberedTest(connection.id);
  const test = useServerTest(connection.id);
  const runOnce = useEffectEvent(test.run);
  useEffect(() => {
    if (!automatic) return undefined;
    const timer = window.setTimeout(() => runOnce());
    return () => window.clearTimeout(timer);
  }, [automatic]);

  if (test.isPending) return <Waiting crm="the server" onCancel={test.cancel} />;
  if (test.error !== null) return <Failure error={test.error} onRetry={test.run} />;
  if (test.stranger !== null)
    return <TrustServer identity={test.stranger} connection={connection} onTrust={test.trust} onCancel={test.cancel} />;
  // What was seen at another server, or before another one was trusted, tells nothing about this one.
  const report = remembered?.account.accountId === account?.accountId ? remembered : undefined;
  return (
    <>
      {report !== undefined ? (
        <TestReportView report={report} connection={connection} />
      ) : (
        <Text className="rc-prose">
          {account === null
            ? 'Not tested yet. A test shows who answers before any password is sent.'
            : `Connected to ${account.accountName} as ${account.userName}.`}
        </Text>
      )}
      <Group mt="md" gap={8}>
        {account !== null && children}
        {mayTest && (
          <Button variant={account === null ? 'filled' : 'default'} onClick={test.run}>
            {report === undefined ? 'Test connection' : 'Test again'}
          </Button>
        )}
      </Group>
    </>
  );
}
