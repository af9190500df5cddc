import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { project, text } from './base.ts';

const usage = createRoute({
  getParentRoute: () => project,
  path: 'usage',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(() => import('../features/usage/UsageFrame.tsx'), 'UsageFrame'),
});
const usageCost = createRoute({
  getParentRoute: () => usage,
  path: '/',
  validateSearch: z.object({ by: text, measure: text }),
  component: lazyRouteComponent(() => import('../features/usage/cost/CostTab.tsx'), 'CostTab'),
});
const usageReconcile = createRoute({
  getParentRoute: () => usage,
  path: 'reconcile',
  validateSearch: z.object({ statement: text, zone: text, same: text, by: text }),
  component: lazyRouteComponent(() => import('../features/usage/reconcile/ReconcileTab.tsx'), 'ReconcileTab'),
});
const usageSavings = createRoute({
  getParentRoute: () => usage,
  path: 'savings',
  validateSearch: z.object({ filter: text, saving: text }),
  component: lazyRouteComponent(() => import('../features/usage/savings/SavingsTab.tsx'), 'SavingsTab'),
});
const whatIf = createRoute({
  getParentRoute: () => usage,
  path: 'what-if',
  validateSearch: z.object({ if: text, compare: text, with: text }),
  component: lazyRouteComponent(() => import('../features/usage/what-if/WhatIfTab.tsx'), 'WhatIfTab'),
});
const performance = createRoute({
  getParentRoute: () => project,
  path: 'performance',
  validateSearch: z.object({ filter: text }),
  component: lazyRouteComponent(
    () => import('../features/performance/PerformanceFrame.tsx'),
    'PerformanceFrame',
  ),
});
const performanceSpeed = createRoute({
  getParentRoute: () => performance,
  path: '/',
  validateSearch: z.object({ of: text, by: text }),
  component: lazyRouteComponent(() => import('../features/performance/speed/SpeedTab.tsx'), 'SpeedTab'),
});
const performanceRetrieval = createRoute({
  getParentRoute: () => performance,
  path: 'retrieval',
  component: lazyRouteComponent(
    () => import('../features/performance/retrieval/RetrievalTab.tsx'),
    'RetrievalTab',
  ),
});
const performanceResources = createRoute({
  getParentRoute: () => performance,
  path: 'resources',
  component: lazyRouteComponent(
    () => import('../features/performance/resources/ResourcesTab.tsx'),
    'ResourcesTab',
  ),
});
const performanceBaselines = createRoute({
  getParentRoute: () => performance,
  path: 'baselines',
  validateSearch: z.object({
    dimension: text,
    since: text,
    of: text,
    group: text,
    metric: text,
    score: text,
  }),
  component: lazyRouteComponent(
    () => import('../features/performance/baselines/BaselinesTab.tsx'),
    'BaselinesTab',
  ),
});
const explore = createRoute({
  getParentRoute: () => project,
  path: 'explore',
  validateSearch: z.object({ metrics: text, by: text, filter: text }),
  component: lazyRouteComponent(() => import('../features/explore/ExploreFrame.tsx'), 'ExploreFrame'),
});
const questions = createRoute({
  getParentRoute: () => explore,
  path: '/',
  component: lazyRouteComponent(() => import('../features/explore/ExplorePage.tsx'), 'ExplorePage'),
});
const sql = createRoute({
  getParentRoute: () => explore,
  path: 'sql',
  validateSearch: z.object({ q: text }),
  component: lazyRouteComponent(() => import('../features/sql/SqlPage.tsx'), 'SqlPage'),
});
const dashboards = createRoute({
  getParentRoute: () => project,
  path: 'dashboards',
  component: lazyRouteComponent(
    () => import('../features/dashboards/list/DashboardsPage.tsx'),
    'DashboardsPage',
  ),
});
const dashboard = createRoute({
  getParentRoute: () => project,
  path: 'dashboards/$dashboardId',
  validateSearch: z.object({ edit: text }),
  component: lazyRouteComponent(() => import('../features/dashboards/DashboardPage.tsx'), 'DashboardPage'),
});

/** Understand: what it costs, how fast it is, and whatever else is asked. */
export const understandRoutes = [
  usage.addChildren([usageCost, whatIf, usageSavings, usageReconcile]),
  performance.addChildren([
    performanceSpeed,
    performanceRetrieval,
    performanceResources,
    performanceBaselines,
  ]),
  explore.addChildren([questions, sql]),
  dashboards,
  dashboard,
] as const;
