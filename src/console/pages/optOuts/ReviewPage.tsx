import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** Messages that may mean STOP. */
export function ReviewPage() {
  return (
    <OptOutsLayout title="Review queue">
      <Loading />
    </OptOutsLayout>
  );
}
