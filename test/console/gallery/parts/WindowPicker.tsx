import { useState } from 'react';
import type { WindowNameValue } from '../../../../src/http/schemas/connections.ts';
import { WindowPicker } from '../../../../src/console/parts/WindowPicker.tsx';
import type { Pieces } from '../Gallery.tsx';

const noon = new Date('2026-11-20T17:00:00Z');
const weekBeforeChange = new Date('2026-10-25T12:00:00Z');

function Try({
  start,
  now = noon,
  label,
  readOnly = false,
}: {
  readonly start: WindowNameValue[];
  readonly now?: Date;
  readonly label: string;
  readonly readOnly?: boolean;
}) {
  const [value, setValue] = useState<readonly WindowNameValue[]>(start);
  return (
    <WindowPicker
      label={label}
      value={value}
      onChange={setValue}
      max={3}
      nextStarts={[{ window: 'evening', startsAt: '2026-11-20T23:12:00Z' }]}
      now={now}
      readOnly={readOnly}
    />
  );
}

export const pieces: Pieces = {
  none: <Try label="No windows" start={[]} />,
  two: <Try label="Two windows" start={['morning', 'evening']} />,
  full: <Try label="Three windows" start={['overnight', 'morning', 'evening']} />,
  'clocks change': <Try label="Before clocks change" start={['morning']} now={weekBeforeChange} />,
  'for a reader': <Try label="Windows of a reader" start={['morning']} readOnly />,
};
