import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** How far every connected CRM agrees with what is stored here. */
export function DriftPage() {
  return (
    <OptOutsLayout title="Drift audit">
      <Loading />
    </OptOutsLayout>
  );
}
