import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { meQuery } from '../api/me.ts';
import { readSetting } from '../local-settings.ts';
import { root, text } from './base.ts';

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
  component: lazyRouteComponent(() => import('../features/login/LoginPage.tsx'), 'LoginPage'),
});
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: z.object({ token: text }),
  component: lazyRouteComponent(() => import('../features/login/InvitationPage.tsx'), 'InvitationPage'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../features/login/WelcomePage.tsx'), 'WelcomePage'),
});
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$token',
  component: lazyRouteComponent(() => import('../features/dashboards/share/SharedPage.tsx'), 'SharedPage'),
});
const wall = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/wall',
  validateSearch: z.object({ dashboards: text, tabs: text, every: text }),
  component: lazyRouteComponent(() => import('../features/dashboards/wall/WallPage.tsx'), 'WallPage'),
});
const liveWall = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/live/wall',
  validateSearch: z.object({ by: text }),
  component: lazyRouteComponent(() => import('../features/live/LiveWall.tsx'), 'LiveWall'),
});
/** Every component and chart; it knows no data, so it is open to all. */
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/dev/gallery',
  validateSearch: z.object({ theme: text, of: text }),
  component: lazyRouteComponent(() => import('../gallery/GalleryPage.tsx'), 'GalleryPage'),
});

/** What stands outside of a project's frame: how one comes in, what is shown to others, and what fills a wall. */
export const openRoutes = [home, login, invite, welcome, gallery, shared, wall, liveWall] as const;
