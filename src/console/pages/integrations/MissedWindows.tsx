import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { easternDay } from '../../format/time.ts';
import { Section } from '../../layouts/Section.tsx';
import { WINDOWS } from '../../parts/windowTimes.ts';

/** Windows of the last seven days in which nothing started, and why. */
export function MissedWindows({ missed }: { readonly missed: ImportSettings['missedWindows'] }) {
  if (missed.length === 0) return null;
  return (
    <Section id="missed" title="Missed in the last 7 days">
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {missed.map(({ window, opensAt, reason }) => (
          <Text component="li" key={opensAt}>
            {WINDOWS.find(({ name }) => name === window)?.label}, {easternDay(opensAt)}: missed, {reason}
          </Text>
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt={4}>
        Nothing is lost by a missed window: the next import goes on from where the last one ended.
      </Text>
    </Section>
  );
}
