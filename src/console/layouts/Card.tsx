import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading.tsx';
import classes from './layouts.module.css';

/** The one card on an otherwise empty page: signing in, the first run. No menu. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main id="main" className={classes.cardPage}>
      <div className={classes.card}>
        <p className={classes.brand}>Rollcall</p>
        <PageHeading title={title} />
        {children}
      </div>
    </main>
  );
}
