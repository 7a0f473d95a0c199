import { PageHeading } from '../../layouts/PageHeading.tsx';

export function AddConnectionPage() {
  return <PageHeading title="Add connection" />;
}
