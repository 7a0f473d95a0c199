import { PageHeading } from '../../layouts/PageHeading.tsx';

export function SignInPage() {
  return <PageHeading title="Sign in" />;
}
