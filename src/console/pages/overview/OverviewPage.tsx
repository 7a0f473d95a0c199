import { PageHeading } from '../../layouts/PageHeading.tsx';

export function OverviewPage() {
  return <PageHeading title="Overview" />;
}
