/** The parts of the page. `opensWith`: over which time, while the address names none. */
export const USERS_TABS = [
  { name: 'list' },
  { name: 'activity', opensWith: '30d' },
  { name: 'retention', opensWith: '84d' },
  { name: 'funnels', opensWith: '7d' },
  { name: 'paths', opensWith: '7d' },
  { name: 'segments' },
] as const;
export type UsersTab = (typeof USERS_TABS)[number]['name'];
