import { type Dashboard, type DashboardInput, dashboardSchema } from '../dashboard.ts';
import { agents } from './agents.ts';
import { cost } from './cost.ts';
import { overview } from './overview.ts';
import { performance } from './performance.ts';
import { providers } from './providers.ts';
import { quality } from './quality.ts';
import { users } from './users.ts';

/** A dashboard that comes with Pharos: a document like any other, known by a name. */
export interface ReadyDashboard {
  id: string;
  document: Dashboard;
}

const DOCUMENTS: Readonly<Record<string, DashboardInput>> = {
  overview,
  performance,
  cost,
  quality,
  providers,
  agents,
  users,
};

/** In the order in which they are listed. Their ids are words, those of a project's own never are. */
export const READY_DASHBOARDS: readonly ReadyDashboard[] = Object.entries(DOCUMENTS).map(
  ([id, document]) => ({ id, document: dashboardSchema.parse(document) }),
);

const BY_ID = new Map(READY_DASHBOARDS.map((ready) => [ready.id, ready]));

export const readyDashboard = (id: string): ReadyDashboard | undefined => BY_ID.get(id);
