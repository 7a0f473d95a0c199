import { Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** Leads to the sign-in card, and from there back to here. The address is read once: it changes on the way. */
export function ToSignIn() {
  const router = useRouter();
  const [next] = useState(() => router.state.location.href);
  return <Navigate to="/sign-in" search={{ next }} replace />;
}
