import { rangeSearch } from '@pharos/core/time-range';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';

export interface Context {
  queryClient: QueryClient;
}

/** A search parameter as it stands in the address; each page parses its own part with a schema of its own (url-state.ts). */
export const text = z.string().optional().catch(undefined);

export const root = createRootRouteWithContext<Context>()({ component: Outlet });

/** The frame around every page of a project. */
export const project = createRoute({
  getParentRoute: () => root,
  path: '/p/$project',
  validateSearch: rangeSearch,
  component: lazyRouteComponent(() => import('../shell/Shell.tsx'), 'Shell'),
});
