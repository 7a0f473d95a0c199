import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';

/** The outermost route: every page, inside a team or outside of one. */
export function Root() {
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  );
}
