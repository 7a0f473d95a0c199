import { PageHeading } from '../../layouts/PageHeading.tsx';

export function ContactImportPage() {
  return <PageHeading title="Contact import" />;
}
