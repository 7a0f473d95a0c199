import { PageHeading } from '../../layouts/PageHeading.tsx';

export function IntegrationsPage() {
  return <PageHeading title="Integrations" />;
}
