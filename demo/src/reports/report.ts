import type { Heartbeat, PresenceReport, RunReport } from '@pharos/core/api/live-reports';

/** What a program tells of itself at a moment, and where. What is left out is as usual. */
export type Report =
  | { to: 'heartbeats'; atMs: number; body: Pick<Heartbeat, 'agent' | 'instance'> & Partial<Heartbeat> }
  | { to: 'runs'; atMs: number; body: Pick<RunReport, 'runId' | 'event' | 'agent'> & Partial<RunReport> }
  | { to: 'presence'; atMs: number; body: Pick<PresenceReport, 'userId'> & Partial<PresenceReport> };

export const PATHS: Record<Report['to'], { path: string; field: string }> = {
  heartbeats: { path: '/api/v1/agents/heartbeats', field: 'heartbeats' },
  runs: { path: '/api/v1/agents/runs', field: 'runs' },
  presence: { path: '/api/v1/presence', field: 'reports' },
};
