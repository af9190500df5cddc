import {
  Activity,
  BellRing,
  Bot,
  Bug,
  CircleDollarSign,
  Compass,
  FileText,
  Gauge,
  LayoutDashboard,
  LayoutGrid,
  type LucideIcon,
  MessagesSquare,
  Radio,
  Settings,
  Timer,
  Users,
} from 'lucide-react';

/** The pages of a project as the navigation and the palette offer them. A new page is an entry. */
export const PAGE_GROUPS = ['watch', 'understand', 'act', 'improve', 'foot'] as const;

export interface PageEntry {
  name:
    | 'overview'
    | 'live'
    | 'traces'
    | 'sessions'
    | 'users'
    | 'agents'
    | 'errors'
    | 'usage'
    | 'performance'
    | 'explore'
    | 'dashboards'
    | 'alerts'
    | 'quotas'
    | 'reports'
    | 'settings';
  group: (typeof PAGE_GROUPS)[number];
  to: `/p/$project/${'overview' | 'live' | 'traces' | 'sessions' | 'users' | 'agents' | 'errors' | 'usage' | 'performance' | 'explore' | 'dashboards' | 'alerts' | 'quotas' | 'reports' | 'settings'}`;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
}

export const PAGES: readonly PageEntry[] = [
  { name: 'overview', group: 'watch', to: '/p/$project/overview', icon: LayoutDashboard, key: 'o' },
  { name: 'live', group: 'watch', to: '/p/$project/live', icon: Radio, key: 'l' },
  { name: 'traces', group: 'watch', to: '/p/$project/traces', icon: Activity, key: 't' },
  { name: 'sessions', group: 'watch', to: '/p/$project/sessions', icon: MessagesSquare, key: 's' },
  { name: 'users', group: 'watch', to: '/p/$project/users', icon: Users, key: 'u' },
  { name: 'agents', group: 'watch', to: '/p/$project/agents', icon: Bot, key: 'a' },
  { name: 'errors', group: 'watch', to: '/p/$project/errors', icon: Bug, key: 'x' },
  { name: 'usage', group: 'understand', to: '/p/$project/usage', icon: CircleDollarSign, key: 'c' },
  { name: 'performance', group: 'understand', to: '/p/$project/performance', icon: Timer, key: 'p' },
  { name: 'explore', group: 'understand', to: '/p/$project/explore', icon: Compass, key: 'e' },
  { name: 'dashboards', group: 'understand', to: '/p/$project/dashboards', icon: LayoutGrid, key: 'd' },
  { name: 'alerts', group: 'act', to: '/p/$project/alerts', icon: BellRing, key: 'i' },
  { name: 'quotas', group: 'act', to: '/p/$project/quotas', icon: Gauge, key: 'q' },
  { name: 'reports', group: 'act', to: '/p/$project/reports', icon: FileText, key: 'r' },
  { name: 'settings', group: 'foot', to: '/p/$project/settings', icon: Settings, key: ',' },
];
