import { PageHeading } from '../../layouts/PageHeading.tsx';

export function ContactsPage() {
  return <PageHeading title="Contacts" />;
}
