import { PageHeading } from '../../layouts/PageHeading.tsx';

export function ContactPage() {
  return <PageHeading title="Contact" />;
}
