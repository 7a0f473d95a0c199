import { TextingState } from '../../../../src/console/parts/TextingState.tsx';
import type { Pieces } from '../Gallery.tsx';

export const pieces: Pieces = {
  'opted in': <TextingState state="opted_in" />,
  'opted out': <TextingState state="opted_out" />,
  paused: <TextingState state="paused" />,
  'no number': <TextingState state="no_number" />,
};
