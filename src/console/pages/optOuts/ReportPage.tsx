import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** Opt-out changes by date, and the proof that the ledger is whole. */
export function ReportPage() {
  return (
    <OptOutsLayout title="Report">
      <Loading />
    </OptOutsLayout>
  );
}
