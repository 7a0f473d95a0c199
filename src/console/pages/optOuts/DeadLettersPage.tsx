import { Loading } from '../../layouts/Loading.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** Write-backs that need a person. */
export function DeadLettersPage() {
  return (
    <OptOutsLayout title="Dead letters">
      <Loading />
    </OptOutsLayout>
  );
}
