import { PageHeading } from '../../layouts/PageHeading.tsx';

export function HistoryPage() {
  return <PageHeading title="Import history" />;
}
