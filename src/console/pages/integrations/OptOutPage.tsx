import { PageHeading } from '../../layouts/PageHeading.tsx';

export function OptOutPage() {
  return <PageHeading title="Opt-out" />;
}
