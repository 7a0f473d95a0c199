import { PageHeading } from '../../layouts/PageHeading.tsx';

export function RunPage() {
  return <PageHeading title="Run" />;
}
