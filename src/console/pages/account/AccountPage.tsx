import { PageHeading } from '../../layouts/PageHeading.tsx';

export function AccountPage() {
  return <PageHeading title="Account" />;
}
