import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading.tsx';
import classes from './layouts.module.css';

export interface FormPageProps {
  /** Left out inside a layout that has the H1 already. */
  readonly title?: string | undefined;
  readonly documentTitle?: string | undefined;
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  /** Shown beside the form when there is room: each section with its state ("ok", "1 to do"). */
  readonly sections?: readonly { readonly id: string; readonly label: string; readonly state?: string }[] | undefined;
  /** Error summary. */
  readonly top?: ReactNode;
  readonly children: ReactNode;
  readonly saveBar?: ReactNode;
}

/** FORM: sections of settings in one column, the save bar below, what is on the page beside it. */
export function FormPage({ title, documentTitle, badges, actions, sections, top, children, saveBar }: FormPageProps) {
  return (
    <div className={classes.form}>
      <div className={classes.formMain}>
        {title !== undefined && (
          <PageHeading title={title} documentTitle={documentTitle} badges={badges} actions={actions} />
        )}
        {top}
        {children}
        {saveBar}
      </div>
      {sections !== undefined && (
        <nav className={classes.onThisPage} aria-label="On this page">
          <p>On this page</p>
          <ul>
            {sections.map((section) => (
              <li key={section.id}>
                <a href={`#${section.id}`}>{section.label}</a>
                {section.state !== undefined && <span>{section.state}</span>}
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}
