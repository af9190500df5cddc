import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { project, text } from './base.ts';

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
  component: lazyRouteComponent(() => import('../features/overview/OverviewPage.tsx'), 'OverviewPage'),
});
const live = createRoute({
  getParentRoute: () => project,
  path: 'live',
  validateSearch: z.object({ by: text }),
  component: lazyRouteComponent(() => import('../features/live/LivePage.tsx'), 'LivePage'),
});
const traces = createRoute({
  getParentRoute: () => project,
  path: 'traces',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(() => import('../features/traces/TracesPage.tsx'), 'TracesPage'),
});
const trace = createRoute({
  getParentRoute: () => project,
  path: 'traces/$traceId',
  validateSearch: z.object({ span: text }),
  component: lazyRouteComponent(() => import('../features/trace/TracePage.tsx'), 'TracePage'),
});
const compare = createRoute({
  getParentRoute: () => project,
  path: 'traces/$traceId/compare/$otherId',
  component: lazyRouteComponent(() => import('../features/compare/ComparePage.tsx'), 'ComparePage'),
});
const sessions = createRoute({
  getParentRoute: () => project,
  path: 'sessions',
  validateSearch: z.object({ filter: text, life: text }),
  component: lazyRouteComponent(() => import('../features/sessions/SessionsPage.tsx'), 'SessionsPage'),
});
const session = createRoute({
  getParentRoute: () => project,
  path: 'sessions/$sessionId',
  component: lazyRouteComponent(() => import('../features/sessions/SessionPage.tsx'), 'SessionPage'),
});
const users = createRoute({
  getParentRoute: () => project,
  path: 'users',
  validateSearch: z.object({ filter: text, tab: text, segment: text }),
  component: lazyRouteComponent(() => import('../features/users/UsersPage.tsx'), 'UsersPage'),
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
  component: lazyRouteComponent(() => import('../features/online/OnlinePage.tsx'), 'OnlinePage'),
});
const user = createRoute({
  getParentRoute: () => project,
  path: 'users/$userId',
  component: lazyRouteComponent(() => import('../features/users/UserPage.tsx'), 'UserPage'),
});
const agents = createRoute({
  getParentRoute: () => project,
  path: 'agents',
  validateSearch: z.object({ q: text, show: text }),
  component: lazyRouteComponent(() => import('../features/agents/AgentsPage.tsx'), 'AgentsPage'),
});
const agent = createRoute({
  getParentRoute: () => project,
  path: 'agents/$name',
  component: lazyRouteComponent(() => import('../features/agents/AgentPage.tsx'), 'AgentPage'),
});
const agentPaths = createRoute({
  getParentRoute: () => project,
  path: 'agents/$name/paths',
  component: lazyRouteComponent(() => import('../features/agents/paths/PathsPage.tsx'), 'PathsPage'),
});
const errors = createRoute({
  getParentRoute: () => project,
  path: 'errors',
  validateSearch: z.object({ filter: text, order: text }),
  component: lazyRouteComponent(() => import('../features/errors/ErrorsPage.tsx'), 'ErrorsPage'),
});

/** Watch: what goes on, and what was done by whom. */
export const watchRoutes = [
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
] as const;
