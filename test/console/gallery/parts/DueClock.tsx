import { DueClock } from '../../../../src/console/parts/DueClock.tsx';
import type { Pieces } from '../Gallery.tsx';

const due = (businessDaysLeft: number, late = false) => <DueClock due={{ day: '2099-12-01', businessDaysLeft, late }} />;

export const pieces: Pieces = {
  calm: due(6),
  attention: due(3),
  danger: due(1),
  late: due(0, true),
};
