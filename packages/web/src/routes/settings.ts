import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { project } from './base.ts';

const settings = createRoute({
  getParentRoute: () => project,
  path: 'settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
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
  component: lazyRouteComponent(() => import('../features/settings/MembersPanel.tsx'), 'MembersPanel'),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: 'keys',
  component: lazyRouteComponent(() => import('../features/settings/KeysPanel.tsx'), 'KeysPanel'),
});
const prices = createRoute({
  getParentRoute: () => settings,
  path: 'prices',
  component: lazyRouteComponent(() => import('../features/settings/PricesPanel.tsx'), 'PricesPanel'),
});
const projectSettings = createRoute({
  getParentRoute: () => settings,
  path: 'project',
  component: lazyRouteComponent(() => import('../features/settings/ProjectPanel.tsx'), 'ProjectPanel'),
});
const data = createRoute({
  getParentRoute: () => settings,
  path: 'data',
  component: lazyRouteComponent(() => import('../features/settings/DataPanel.tsx'), 'DataPanel'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('../features/settings/AccountPanel.tsx'), 'AccountPanel'),
});

/** The foot of the navigation. */
export const settingsRoutes = [
  settings.addChildren([settingsHome, members, keys, prices, data, projectSettings, account]),
] as const;
