import { PageHeading } from '../../layouts/PageHeading.tsx';

export function TokensPage() {
  return <PageHeading title="API tokens" />;
}
