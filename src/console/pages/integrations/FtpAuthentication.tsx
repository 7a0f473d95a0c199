import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import { Section } from '../../layouts/Section.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { FtpForm } from './FtpForm.tsx';
import { ServerTest } from './ServerTest.tsx';

interface FtpAuthenticationProps {
  readonly connection: Connection;
  /** The page is opened by having saved the form that makes a connection. */
  readonly isNew: boolean;
  readonly mayWrite: boolean;
  readonly whoMay: string;
  /** What to do once it is connected. */
  readonly next: ReactNode;
}

/** Where a file server is, whether it is the right one, and what it holds. */
export function FtpAuthentication({ connection, isNew, mayWrite, whoMay, next }: FtpAuthenticationProps) {
  const [saves, setSaves] = useState(0);
  const isSet = typeof connection.settings['host'] === 'string';
  return (
    <>
      {isSet && (
        <Section id="test" title="Test connection">
          <ServerTest
            // Each save is tested anew.
            key={saves}
            connection={connection}
            automatic={mayWrite && (saves > 0 || (isNew && connection.account === null))}
            mayTest={mayWrite}
          >
            {next}
          </ServerTest>
        </Section>
      )}
      <Section id="sign-in" title="Server">
        {!isSet && <EmptyState kind="nothing_yet">Not connected.</EmptyState>}
        {mayWrite ? (
          <FtpForm key={connection.id} connection={connection} onSaved={() => setSaves(saves + 1)} />
        ) : (
          <Text c="dimmed">{whoMay}</Text>
        )}
      </Section>
    </>
  );
}
