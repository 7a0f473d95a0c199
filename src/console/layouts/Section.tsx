import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './layouts.module.css';

export interface SectionProps {
  /** Anchor of the section, for "On this page". */
  readonly id: string;
  readonly title: string;
  readonly count?: string | undefined;
  /** At the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One titled part of a page, under a line. */
export function Section({ id, title, count, actions, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={classes.section}>
      <div className={classes.sectionHead}>
        <Title order={2} id={`${id}-title`}>
          {title}
          {count !== undefined && <span className={classes.sectionCount}>{count}</span>}
        </Title>
        {actions}
      </div>
      {children}
    </section>
  );
}
