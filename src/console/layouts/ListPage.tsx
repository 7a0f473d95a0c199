import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading.tsx';
import classes from './layouts.module.css';

export interface ListPageProps {
  readonly title: string;
  readonly documentTitle?: string | undefined;
  /** `48,210` beside the title. */
  readonly count?: string | undefined;
  /** Badges or a quiet word after the title. */
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  /** Search, filters and chips above the rows. */
  readonly filters?: ReactNode;
  readonly children: ReactNode;
}

/** LIST: heading with count and primary action, filters, rows. */
export function ListPage({ title, documentTitle, count, badges, actions, filters, children }: ListPageProps) {
  return (
    <div className={classes.page}>
      <PageHeading title={title} documentTitle={documentTitle} count={count} badges={badges} actions={actions} />
      {filters !== undefined && <div className={classes.filters}>{filters}</div>}
      {children}
    </div>
  );
}
