import { PageHeading } from '../../layouts/PageHeading.tsx';
import { TextLink } from '../../router/links.tsx';

/** A missing page, and one that belongs to another team: both answer alike. */
export function NotFoundPage() {
  return (
    <div>
      <PageHeading title="Nothing here" />
      <p className="rc-prose">
        No page has this address, or it belongs to a team you are not in. Check the address, or begin at{' '}
        <TextLink to="/">your overview</TextLink>.
      </p>
    </div>
  );
}
