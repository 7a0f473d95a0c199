import { CallForecast, type CallForecastProps } from '../../../../src/console/parts/CallForecast.tsx';
import type { Pieces } from '../Gallery.tsx';

const reckoned: CallForecastProps = {
  fullCalls: 27,
  usualCalls: 3,
  lastUsualCalls: null,
  rows: 48_210,
  sourceKind: 'List View',
  windowsPerDay: 3,
  sweepDays: [],
  allowed: 100_000,
  budgetPercent: 25,
};

export const pieces: Pieces = {
  'no source': <CallForecast {...reckoned} fullCalls={null} usualCalls={null} rows={null} />,
  'list view': <CallForecast {...reckoned} fullCalls={6} usualCalls={4} rows={4210} />,
  measured: <CallForecast {...reckoned} lastUsualCalls={2} />,
  bulk: <CallForecast {...reckoned} fullCalls={11} />,
  report: <CallForecast {...reckoned} sourceKind="Report" fullCalls={26} usualCalls={2} />,
  sweep: <CallForecast {...reckoned} sweepDays={['wed', 'sun']} />,
  'by hand': <CallForecast {...reckoned} fullCalls={1} rows={12} windowsPerDay={0} allowed={null} />,
  'usual run unknown': <CallForecast {...reckoned} usualCalls={null} />,
  'beyond the budget': <CallForecast {...reckoned} sourceKind="Report" fullCalls={302} rows={600_000} allowed={1000} />,
};
