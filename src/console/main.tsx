import './theme/mantineStyles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from '@tanstack/react-router';
import { App } from './App.tsx';
import { router } from './router/routes.ts';
import { offerStyleNonce } from './theme/styleNonce.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the ID root');

offerStyleNonce();
createRoot(place).render(
  <StrictMode>
    <App>
      <RouterProvider router={router} />
    </App>
  </StrictMode>,
);
