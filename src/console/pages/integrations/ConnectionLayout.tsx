import { Outlet } from '@tanstack/react-router';

export function ConnectionLayout() {
  return <Outlet />;
}
