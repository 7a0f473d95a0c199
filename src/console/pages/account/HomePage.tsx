import { PageHeading } from '../../layouts/PageHeading.tsx';

export function HomePage() {
  return <PageHeading title="Rollcall" />;
}
