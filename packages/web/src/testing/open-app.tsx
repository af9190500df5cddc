import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { afterAll, vi } from 'vitest';
import { createQueryClient } from '../api/query-client.ts';
import { TooltipProvider } from '../components/Tooltip.tsx';
import { createAppRouter } from '../router.tsx';

// A page may still be loading when a test has seen enough; without its environment it would fail outside of any test.
afterAll(() => vi.dynamicImportSettled());

/** The whole application at an address, as a browser would open it. */
export function openApp(path: string) {
  window.history.replaceState(null, '', path);
  const queryClient = createQueryClient(() => {});
  const router = createAppRouter(queryClient);
  render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  return router;
}
