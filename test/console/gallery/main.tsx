import '../../../src/console/theme/mantineStyles.ts';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider, type AnyRouter } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src/console/App.tsx';
import { TeamProvider } from '../../../src/console/api/team.tsx';
import { Gallery } from './Gallery.tsx';

const team = { id: 't1', slug: 'riverside', name: 'Riverside', role: 'owner', admins: ['Ada Owen'] } as const;

function Page() {
  return (
    <TeamProvider team={{ ...team, admins: [...team.admins] }}>
      <Gallery />
    </TeamProvider>
  );
}

// Links need a router; nothing here leads anywhere, so every address shows the gallery.
const root = createRootRoute({ component: Page, notFoundComponent: () => null });
const router: AnyRouter = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the ID root');
createRoot(place).render(
  <App>
    <RouterProvider router={router} />
  </App>,
);
