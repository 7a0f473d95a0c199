import { PageHeading } from '../../layouts/PageHeading.tsx';

export function WebhooksPage() {
  return <PageHeading title="Webhooks" />;
}
