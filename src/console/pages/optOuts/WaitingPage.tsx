import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** Every opt-out that is not yet honoured in both systems, by due date. */
export function WaitingPage() {
  return (
    <OptOutsLayout title="Waiting">
      <Loading />
    </OptOutsLayout>
  );
}
