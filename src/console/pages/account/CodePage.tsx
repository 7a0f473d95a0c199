import { PageHeading } from '../../layouts/PageHeading.tsx';

export function CodePage() {
  return <PageHeading title="Code" />;
}
