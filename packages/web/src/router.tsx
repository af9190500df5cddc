import { rangeSearch } from '@pharos/core/time-range';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { meQuery } from './api/me.ts';
import { readSetting } from './local-settings.ts';
import { NotFound } from './shell/NotFound.tsx';
import { RouteError } from './shell/RouteError.tsx';
import { parseSearch, stringifySearch } from './url-state.ts';

/*
 * Every address of the product. Search parameters are flat text; each page parses its own part with a zod schema
 * (url-state.ts) and what a page does not know stays in the URL.
 */
export interface Context {
  queryClient: QueryClient;
}

const text = z.string().optional().catch(undefined);
const root = createRootRouteWithContext<Context>()({ component: Outlet });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery).catch(() => undefined);
    if (!me) throw redirect({ to: '/login', search: { next: location.href }, replace: true });
    const last = readSetting('project');
    const project = me.projects.find(({ id }) => id === last) ?? me.projects[0];
    if (!project) throw redirect({ to: '/welcome', replace: true });
    throw redirect({ to: '/p/$project/overview', params: { project: project.id }, replace: true });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: z.object({ next: text, token: text }),
  component: lazyRouteComponent(() => import('./features/login/LoginPage.tsx'), 'LoginPage'),
});
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: z.object({ token: text }),
  component: lazyRouteComponent(() => import('./features/login/InvitationPage.tsx'), 'InvitationPage'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./features/login/WelcomePage.tsx'), 'WelcomePage'),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$token',
  component: lazyRouteComponent(() => import('./features/dashboards/share/SharedPage.tsx'), 'SharedPage'),
});
const wall = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/wall',
  validateSearch: z.object({ dashboards: text, tabs: text, every: text }),
  component: lazyRouteComponent(() => import('./features/dashboards/wall/WallPage.tsx'), 'WallPage'),
});

const liveWall = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/live/wall',
  validateSearch: z.object({ by: text }),
  component: lazyRouteComponent(() => import('./features/live/LiveWall.tsx'), 'LiveWall'),
});

/** Every component and chart; it knows no data, so it is open to all. */
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/dev/gallery',
  validateSearch: z.object({ theme: text, of: text }),
  component: lazyRouteComponent(() => import('./gallery/GalleryPage.tsx'), 'GalleryPage'),
});

const project = createRoute({
  getParentRoute: () => root,
  path: '/p/$project',
  validateSearch: rangeSearch,
  component: lazyRouteComponent(() => import('./shell/Shell.tsx'), 'Shell'),
});
const projectHome = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$project/overview', params, replace: true });
  },
});
const overview = createRoute({
  getParentRoute: () => project,
  path: 'overview',
  component: lazyRouteComponent(() => import('./features/overview/OverviewPage.tsx'), 'OverviewPage'),
});
const live = createRoute({
  getParentRoute: () => project,
  path: 'live',
  validateSearch: z.object({ by: text }),
  component: lazyRouteComponent(() => import('./features/live/LivePage.tsx'), 'LivePage'),
});
const traces = createRoute({
  getParentRoute: () => project,
  path: 'traces',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(() => import('./features/traces/TracesPage.tsx'), 'TracesPage'),
});
const trace = createRoute({
  getParentRoute: () => project,
  path: 'traces/$traceId',
  validateSearch: z.object({ span: text }),
  component: lazyRouteComponent(() => import('./features/trace/TracePage.tsx'), 'TracePage'),
});
const compare = createRoute({
  getParentRoute: () => project,
  path: 'traces/$traceId/compare/$otherId',
  component: lazyRouteComponent(() => import('./features/compare/ComparePage.tsx'), 'ComparePage'),
});
const sessions = createRoute({
  getParentRoute: () => project,
  path: 'sessions',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(() => import('./features/sessions/SessionsPage.tsx'), 'SessionsPage'),
});
const session = createRoute({
  getParentRoute: () => project,
  path: 'sessions/$sessionId',
  component: lazyRouteComponent(() => import('./features/sessions/SessionPage.tsx'), 'SessionPage'),
});
const users = createRoute({
  getParentRoute: () => project,
  path: 'users',
  validateSearch: z.object({ filter: text, tab: text, segment: text }),
  component: lazyRouteComponent(() => import('./features/users/UsersPage.tsx'), 'UsersPage'),
});
const online = createRoute({
  getParentRoute: () => project,
  path: 'users/online',
  validateSearch: z.object({
    agent: text,
    country: text,
    locale: text,
    platform: text,
    page: text,
    state: text,
  }),
  component: lazyRouteComponent(() => import('./features/online/OnlinePage.tsx'), 'OnlinePage'),
});
const user = createRoute({
  getParentRoute: () => project,
  path: 'users/$userId',
  component: lazyRouteComponent(() => import('./features/users/UserPage.tsx'), 'UserPage'),
});
const agents = createRoute({
  getParentRoute: () => project,
  path: 'agents',
  validateSearch: z.object({ q: text, show: text }),
  component: lazyRouteComponent(() => import('./features/agents/AgentsPage.tsx'), 'AgentsPage'),
});
const agent = createRoute({
  getParentRoute: () => project,
  path: 'agents/$name',
  component: lazyRouteComponent(() => import('./features/agents/AgentPage.tsx'), 'AgentPage'),
});
const agentPaths = createRoute({
  getParentRoute: () => project,
  path: 'agents/$name/paths',
  component: lazyRouteComponent(() => import('./features/agents/paths/PathsPage.tsx'), 'PathsPage'),
});
const errors = createRoute({
  getParentRoute: () => project,
  path: 'errors',
  validateSearch: z.object({ filter: text, order: text }),
  component: lazyRouteComponent(() => import('./features/errors/ErrorsPage.tsx'), 'ErrorsPage'),
});
const usage = createRoute({
  getParentRoute: () => project,
  path: 'usage',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(() => import('./features/usage/UsageFrame.tsx'), 'UsageFrame'),
});
const usageCost = createRoute({
  getParentRoute: () => usage,
  path: '/',
  validateSearch: z.object({ by: text, measure: text }),
  component: lazyRouteComponent(() => import('./features/usage/cost/CostTab.tsx'), 'CostTab'),
});
const usageReconcile = createRoute({
  getParentRoute: () => usage,
  path: 'reconcile',
  validateSearch: z.object({ statement: text, zone: text, same: text, by: text }),
  component: lazyRouteComponent(() => import('./features/usage/reconcile/ReconcileTab.tsx'), 'ReconcileTab'),
});
const usageSavings = createRoute({
  getParentRoute: () => usage,
  path: 'savings',
  validateSearch: z.object({ filter: text, saving: text }),
  component: lazyRouteComponent(() => import('./features/usage/savings/SavingsTab.tsx'), 'SavingsTab'),
});
const whatIf = createRoute({
  getParentRoute: () => usage,
  path: 'what-if',
  validateSearch: z.object({ if: text, compare: text, with: text }),
  component: lazyRouteComponent(() => import('./features/usage/what-if/WhatIfTab.tsx'), 'WhatIfTab'),
});
const performance = createRoute({
  getParentRoute: () => project,
  path: 'performance',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(
    () => import('./features/performance/PerformanceFrame.tsx'),
    'PerformanceFrame',
  ),
});
const performanceSpeed = createRoute({
  getParentRoute: () => performance,
  path: '/',
  validateSearch: z.object({ of: text, by: text }),
  component: lazyRouteComponent(() => import('./features/performance/speed/SpeedTab.tsx'), 'SpeedTab'),
});
const performanceRetrieval = createRoute({
  getParentRoute: () => performance,
  path: 'retrieval',
  component: lazyRouteComponent(
    () => import('./features/performance/retrieval/RetrievalTab.tsx'),
    'RetrievalTab',
  ),
});
const performanceResources = createRoute({
  getParentRoute: () => performance,
  path: 'resources',
  component: lazyRouteComponent(
    () => import('./features/performance/resources/ResourcesTab.tsx'),
    'ResourcesTab',
  ),
});
const explore = createRoute({
  getParentRoute: () => project,
  path: 'explore',
  validateSearch: z.object({ metrics: text, by: text, filter: text }),
  component: lazyRouteComponent(() => import('./features/explore/ExploreFrame.tsx'), 'ExploreFrame'),
});
const questions = createRoute({
  getParentRoute: () => explore,
  path: '/',
  component: lazyRouteComponent(() => import('./features/explore/ExplorePage.tsx'), 'ExplorePage'),
});
const sql = createRoute({
  getParentRoute: () => explore,
  path: 'sql',
  validateSearch: z.object({ q: text }),
  component: lazyRouteComponent(() => import('./features/sql/SqlPage.tsx'), 'SqlPage'),
});
const dashboards = createRoute({
  getParentRoute: () => project,
  path: 'dashboards',
  component: lazyRouteComponent(
    () => import('./features/dashboards/list/DashboardsPage.tsx'),
    'DashboardsPage',
  ),
});
const dashboard = createRoute({
  getParentRoute: () => project,
  path: 'dashboards/$dashboardId',
  validateSearch: z.object({ edit: text }),
  component: lazyRouteComponent(() => import('./features/dashboards/DashboardPage.tsx'), 'DashboardPage'),
});

const quotas = createRoute({
  getParentRoute: () => project,
  path: 'quotas',
  validateSearch: z.object({ q: text, show: text, view: text }),
  component: lazyRouteComponent(() => import('./features/quotas/QuotasPage.tsx'), 'QuotasPage'),
});
const quota = createRoute({
  getParentRoute: () => project,
  path: 'quotas/$quotaId',
  validateSearch: z.object({ user: text, tab: text }),
  component: lazyRouteComponent(() => import('./features/quotas/QuotaPage.tsx'), 'QuotaPage'),
});

const settings = createRoute({
  getParentRoute: () => project,
  path: 'settings',
  component: lazyRouteComponent(() => import('./features/settings/SettingsPage.tsx'), 'SettingsPage'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$project/settings/keys', params, replace: true });
  },
});
const members = createRoute({
  getParentRoute: () => settings,
  path: 'members',
  component: lazyRouteComponent(() => import('./features/settings/MembersPanel.tsx'), 'MembersPanel'),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: 'keys',
  component: lazyRouteComponent(() => import('./features/settings/KeysPanel.tsx'), 'KeysPanel'),
});
const prices = createRoute({
  getParentRoute: () => settings,
  path: 'prices',
  component: lazyRouteComponent(() => import('./features/settings/PricesPanel.tsx'), 'PricesPanel'),
});
const projectSettings = createRoute({
  getParentRoute: () => settings,
  path: 'project',
  component: lazyRouteComponent(() => import('./features/settings/ProjectPanel.tsx'), 'ProjectPanel'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('./features/settings/AccountPanel.tsx'), 'AccountPanel'),
});

const routeTree = root.addChildren([
  home,
  login,
  invite,
  welcome,
  gallery,
  shared,
  wall,
  liveWall,
  project.addChildren([
    projectHome,
    overview,
    live,
    traces,
    trace,
    compare,
    sessions,
    session,
    users,
    online,
    user,
    agents,
    errors,
    agent,
    agentPaths,
    usage.addChildren([usageCost, whatIf, usageSavings, usageReconcile]),
    performance.addChildren([performanceSpeed, performanceRetrieval, performanceResources]),
    explore.addChildren([questions, sql]),
    dashboards,
    dashboard,
    quotas,
    quota,
    settings.addChildren([settingsHome, members, keys, prices, projectSettings, account]),
  ]),
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
