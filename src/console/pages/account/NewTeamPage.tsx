import { PageHeading } from '../../layouts/PageHeading.tsx';

export function NewTeamPage() {
  return <PageHeading title="New team" />;
}
