import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** Values of a CRM that would lift an opt-out and were not applied. */
export function ConflictsPage() {
  return (
    <OptOutsLayout title="Conflicts">
      <Loading />
    </OptOutsLayout>
  );
}
