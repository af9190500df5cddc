import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { actRoutes } from './routes/act.ts';
import { project, root } from './routes/base.ts';
import { openRoutes } from './routes/open.ts';
import { settingsRoutes } from './routes/settings.ts';
import { understandRoutes } from './routes/understand.ts';
import { watchRoutes } from './routes/watch.ts';
import { NotFound } from './shell/NotFound.tsx';
import { RouteError } from './shell/RouteError.tsx';
import { parseSearch, stringifySearch } from './url-state.ts';

/*
 * Every address of the product, by the group of the navigation it belongs to. Search parameters are flat text; each page parses its own part
 * with a zod schema (url-state.ts) and what a page does not know stays in the URL.
 */
const routeTree = root.addChildren([
  ...openRoutes,
  project.addChildren([...watchRoutes, ...understandRoutes, ...actRoutes, ...settingsRoutes]),
]);

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: RouteError,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
