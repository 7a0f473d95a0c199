import { PageHeading } from '../../layouts/PageHeading.tsx';

export function AuthenticationPage() {
  return <PageHeading title="Authentication" />;
}
