import { RelativeTime } from '../../../../src/console/parts/RelativeTime.tsx';
import { minutesAgo } from '../samples.ts';
import type { Pieces } from '../Gallery.tsx';

export const pieces: Pieces = {
  minutes: <RelativeTime at={minutesAgo(12)} />,
  hours: <RelativeTime at={minutesAgo(60 * 5)} />,
  'another year': <RelativeTime at="2024-11-03T19:14:09Z" />,
  exact: <RelativeTime at={minutesAgo(12)} exact />,
  'in a table': <RelativeTime at={minutesAgo(12)} inTable />,
};
