import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { project, text } from './base.ts';

const alerts = createRoute({
  getParentRoute: () => project,
  path: 'alerts',
  component: lazyRouteComponent(() => import('../features/alerts/AlertsFrame.tsx'), 'AlertsFrame'),
});
const incidents = createRoute({
  getParentRoute: () => alerts,
  path: '/',
  validateSearch: z.object({ show: text, severity: text, rule: text }),
  component: lazyRouteComponent(
    () => import('../features/alerts/incidents/IncidentsTab.tsx'),
    'IncidentsTab',
  ),
});
const incident = createRoute({
  getParentRoute: () => project,
  path: 'alerts/incidents/$incidentId',
  component: lazyRouteComponent(
    () => import('../features/alerts/incidents/IncidentPage.tsx'),
    'IncidentPage',
  ),
});
const rules = createRoute({
  getParentRoute: () => alerts,
  path: 'rules',
  component: lazyRouteComponent(() => import('../features/alerts/rules/RulesTab.tsx'), 'RulesTab'),
});
const newRule = createRoute({
  getParentRoute: () => project,
  path: 'alerts/rules/new',
  validateSearch: z.object({ template: text }),
  component: lazyRouteComponent(() => import('../features/alerts/rules/RulePage.tsx'), 'NewRulePage'),
});
const rule = createRoute({
  getParentRoute: () => project,
  path: 'alerts/rules/$ruleId',
  component: lazyRouteComponent(() => import('../features/alerts/rules/RulePage.tsx'), 'RulePage'),
});
const channels = createRoute({
  getParentRoute: () => alerts,
  path: 'channels',
  validateSearch: z.object({ state: text, channel: text }),
  component: lazyRouteComponent(() => import('../features/alerts/channels/ChannelsTab.tsx'), 'ChannelsTab'),
});
const silences = createRoute({
  getParentRoute: () => alerts,
  path: 'silences',
  validateSearch: z.object({ show: text, new: text }),
  component: lazyRouteComponent(() => import('../features/alerts/silences/SilencesTab.tsx'), 'SilencesTab'),
});
const escalation = createRoute({
  getParentRoute: () => alerts,
  path: 'escalation',
  component: lazyRouteComponent(
    () => import('../features/alerts/escalation/EscalationTab.tsx'),
    'EscalationTab',
  ),
});
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
const reports = createRoute({
  getParentRoute: () => project,
  path: 'reports',
  validateSearch: z.object({ view: text, report: text }),
  component: lazyRouteComponent(() => import('../features/reports/list/ReportsPage.tsx'), 'ReportsPage'),
});
const newReport = createRoute({
  getParentRoute: () => project,
  path: 'reports/new',
  validateSearch: z.object({ template: text, dashboard: text }),
  component: lazyRouteComponent(() => import('../features/reports/editor/ReportEditor.tsx'), 'NewReportPage'),
});
const report = createRoute({
  getParentRoute: () => project,
  path: 'reports/$reportId',
  component: lazyRouteComponent(() => import('../features/reports/editor/ReportEditor.tsx'), 'ReportPage'),
});
const reportRun = createRoute({
  getParentRoute: () => project,
  path: 'reports/runs/$runId',
  component: lazyRouteComponent(() => import('../features/reports/run/RunPage.tsx'), 'RunPage'),
});

/** Act: what went wrong and who is told, what is allowed to be used up, and what is told of it all. */
export const actRoutes = [
  alerts.addChildren([incidents, rules, channels, silences, escalation]),
  incident,
  newRule,
  rule,
  quotas,
  quota,
  reports,
  newReport,
  report,
  reportRun,
] as const;
