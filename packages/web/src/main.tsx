import './parsing.ts';
import './design/app.css';
import './design/theme.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askMe, forgetCsrfToken } from './api/client.ts';
import { createQueryClient } from './api/query-client.ts';
import { ToastRegion } from './components/Toast.tsx';
import { TooltipProvider } from './components/Tooltip.tsx';
import { createAppRouter } from './router.tsx';
import { watchForFailures } from './shell/failures.ts';

// Every page of a project needs it; asked for now, it arrives while the page's own code does. Who waits for it is told how it ends.
if (/^\/(p\/|$)/.test(location.pathname)) askMe().catch(() => {});
watchForFailures(window);

const queryClient = createQueryClient(() => {
  forgetCsrfToken();
  const { pathname, href } = router.state.location;
  if (pathname.startsWith('/login') || pathname.startsWith('/invite')) return;
  void router.navigate({ to: '/login', search: { next: href }, replace: true });
});
const router = createAppRouter(queryClient);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <ToastRegion />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
