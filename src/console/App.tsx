import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClient } from './api/queryClient.ts';
import { Announcer } from './live/Announcer.tsx';
import { cssVariables } from './theme/cssVariables.ts';
import { styleNonce } from './theme/styleNonce.ts';
import { theme } from './theme/theme.ts';

/** What everything in the console stands on: theme, data, and the live region. */
export function App({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Announcer>{children}</Announcer>
      </QueryClientProvider>
    </MantineProvider>
  );
}
