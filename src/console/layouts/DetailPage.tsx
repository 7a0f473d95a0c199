import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading.tsx';
import classes from './layouts.module.css';

export interface DetailPageProps {
  /** The way up: a link with the parent's name. */
  readonly parent?: ReactNode;
  readonly title: string;
  readonly documentTitle?: string | undefined;
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  /** The answer in one sentence. */
  readonly band?: ReactNode;
  readonly children: ReactNode;
}

/** DETAIL: parent, heading with badges, the answer in a band, then tabs and content. */
export function DetailPage({ parent, title, documentTitle, badges, actions, band, children }: DetailPageProps) {
  return (
    <div className={classes.page}>
      {parent !== undefined && (
        <nav aria-label="Breadcrumb" className={classes.parent}>
          <span aria-hidden>‹ </span>
          {parent}
        </nav>
      )}
      <PageHeading title={title} documentTitle={documentTitle} badges={badges} actions={actions} />
      {band !== undefined && <div className={classes.band}>{band}</div>}
      {children}
    </div>
  );
}
