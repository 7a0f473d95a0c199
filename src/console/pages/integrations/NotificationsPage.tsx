import { PageHeading } from '../../layouts/PageHeading.tsx';

export function NotificationsPage() {
  return <PageHeading title="Notifications" />;
}
