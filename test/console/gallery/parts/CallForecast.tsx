import { CallForecast } from '../../../../src/console/parts/CallForecast.tsx';
import type { Pieces } from '../Gallery.tsx';

export const pieces: Pieces = {
  'no source': <CallForecast fullCalls={null} rows={null} windowsPerDay={0} lastUsualCalls={null} allowed={null} />,
  reckoned: <CallForecast fullCalls={27} rows={48_210} windowsPerDay={3} lastUsualCalls={null} allowed={100_000} />,
  measured: <CallForecast fullCalls={27} rows={48_210} windowsPerDay={3} lastUsualCalls={2} allowed={100_000} />,
  'by hand': <CallForecast fullCalls={1} rows={12} windowsPerDay={0} lastUsualCalls={null} allowed={null} />,
};
