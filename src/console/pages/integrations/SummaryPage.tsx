import { PageHeading } from '../../layouts/PageHeading.tsx';

export function SummaryPage() {
  return <PageHeading title="Summary" />;
}
