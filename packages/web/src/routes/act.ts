import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { project, text } from './base.ts';

const quotas = createRoute({
  getParentRoute: () => project,
  path: 'quotas',
  validateSearch: z.object({ q: text, show: text, view: text }),
  component: lazyRouteComponent(() => import('../features/quotas/QuotasPage.tsx'), 'QuotasPage'),
});
const quota = createRoute({
  getParentRoute: () => project,
  path: 'quotas/$quotaId',
  validateSearch: z.object({ user: text, tab: text }),
  component: lazyRouteComponent(() => import('../features/quotas/QuotaPage.tsx'), 'QuotaPage'),
});

/** Act: what is allowed to be used up. */
export const actRoutes = [quotas, quota] as const;
