import { PageHeading } from '../../layouts/PageHeading.tsx';

export function PreviewPage() {
  return <PageHeading title="Preview" />;
}
