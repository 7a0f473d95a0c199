import { PageHeading } from '../../layouts/PageHeading.tsx';

export function SchedulePage() {
  return <PageHeading title="Schedule" />;
}
