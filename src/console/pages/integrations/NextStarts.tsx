import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { easternTime } from '../../format/time.ts';
import { Section } from '../../layouts/Section.tsx';
import { WINDOWS } from '../../parts/windowTimes.ts';

/** The next five starts with their dates, as the server has planned them. */
export function NextStarts({ starts }: { readonly starts: ImportSettings['nextStarts'] }) {
  if (starts.length === 0) return null;
  return (
    <Section id="next-starts" title="Next starts">
      <ol style={{ margin: 0, paddingInlineStart: 20 }}>
        {starts.slice(0, 5).map((start) => (
          <Text component="li" key={start.startsAt} className="rc-number">
            {easternTime(start.startsAt)} · {WINDOWS.find((window) => window.name === start.window)?.label}
          </Text>
        ))}
      </ol>
    </Section>
  );
}
