import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './apiError.ts';

/** Kept data stays on screen while it refreshes; a refusal is not asked again, a cut connection is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
