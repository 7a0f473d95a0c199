import { PageHeading } from '../../layouts/PageHeading.tsx';

export function FirstRunPage() {
  return <PageHeading title="Welcome" />;
}
