import { RANGE as ALL, SHARED_IDS } from './planted.ts';

const { from, middle, to } = ALL;
const RANGE = { from, to };

const OF_COST = { metric: 'cost', ...RANGE };
const ASK = { metrics: ['tokens'], dimensions: ['model'], ...RANGE };
const STEPS = { steps: [{ event: 'x' }, { event: 'y' }], breakdown: 'model', ...RANGE };

const LANGFUSE = JSON.stringify({
  ...{ view: 'observations', metrics: [{ measure: 'count', aggregation: 'count' }] },
  ...{ dimensions: [{ field: 'name' }], filters: [], fromTimestamp: from, toTimestamp: to },
});

/** What is asked with a body. */
export const QUESTIONS: Readonly<Record<string, object>> = {
  '/api/v1/query': ASK,
  '/api/v1/query/usual': OF_COST,
  '/api/v1/query/export': { question: ASK, format: 'csv' },
  '/api/v1/questions': { questions: [ASK] },
  '/api/v1/usage/forecast': { metric: 'cost' },
  '/api/v1/usage/anomalies': OF_COST,
  '/api/v1/usage/movers': { metric: 'tokens', by: 'model', ...RANGE },
  '/api/v1/usage/what-if': RANGE,
  '/api/v1/differences': { ...RANGE, selection: { from, to: middle } },
  '/api/v1/sql': { sql: 'SELECT * FROM spans' },
  '/api/v1/sql/export': { sql: 'SELECT * FROM spans', format: 'csv' },
  '/api/v1/behaviour/funnel': STEPS,
  '/api/v1/behaviour/funnel/users': { ...STEPS, step: 0 },
  '/api/v1/behaviour/paths': RANGE,
  '/api/v1/metrics/query': { metric: 'level', aggregation: 'last', groupBy: ['of'], ...RANGE },
  '/runs/query': {},
  '/api/v1/runs/query': {},
};

/** What a path asks beside the range of time, where it must. */
export const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/v1/baselines': { dimension: 'model' },
  '/api/v1/baselines/week': { dimension: 'model', value: 'x', metric: 'cost' },
  '/api/v1/presence/history': { user: 'ada' },
  '/api/v1/projects/:projectId/exchange-rates': { currency: 'EUR' },
  '/api/v1/suggest': { field: 'model' },
  '/api/evaluation': { spanId: SHARED_IDS.spanId },
  '/api/public/metrics': { query: LANGFUSE },
  '/api/public/v2/metrics': { query: LANGFUSE },
  '/v1/projects/:project/span_annotations': { span_ids: SHARED_IDS.spanId },
  '/v1/projects/:project/trace_annotations': { trace_ids: SHARED_IDS.traceId },
  '/v1/projects/:project/session_annotations': { session_ids: SHARED_IDS.sessionId },
  '/api/v1/usage/savings/dismissals': { key: 'a'.repeat(64) },
};

/** What changes a document, where what made it is not that. */
export const CHANGES: Readonly<Record<string, object>> = {
  'PATCH /api/v1/projects/:projectId/browser-keys/:keyId': { signedUsersOnly: true },
  'PATCH /api/v1/score-configs/:configId': { archived: true },
  'PATCH /api/v1/exports/:id': { enabled: false },
  'POST /api/v1/dashboards/:dashboardId/copy': { title: 'x' },
  'POST /api/v1/dashboards/:dashboardId/restore': { version: 1 },
  'PUT /api/v1/channels/:channelId': { name: 'x', config: { url: 'https://hook.invalid/x' } },
  'PUT /api/v1/dashboards/:dashboardId': {
    version: 1,
    document: { title: 'x', tabs: [{ id: 'tab', title: 'x', widgets: [] }] },
  },
  'PATCH /api/public/media/:mediaId': { uploadedAt: from, uploadHttpStatus: 200 },
};

/** Routes that tell figures, ids and names of Pharos' own. */
const FIGURES = [
  'GET /metrics',
  'GET /api/v1/projects/:projectId/exchange-rates',
  'GET /api/v1/reprice-jobs',
  'GET /api/v1/dashboards/:dashboardId/versions',
  'GET /api/v1/dashboards/:dashboardId/shares',
  'GET /api/v1/alerts/rules/standings',
  'GET /api/v1/alerts/rules/:id/standing',
  'POST /api/v1/query/usual',
  'POST /api/v1/usage/forecast',
  'POST /api/v1/usage/anomalies',
  'GET /api/v1/baselines/week',
  'GET /api/v1/quotas/:quotaId/burn-down',
  'GET /api/v1/quotas/:quotaId/audit',
  'GET /api/v1/sql/schema',
  'GET /api/v1/usage/savings',
  'GET /api/v1/presence/settings',
  'GET /api/v1/users/:userId',
  'GET /api/v1/behaviour/activity',
  'GET /api/v1/behaviour/retention',
  'GET /api/v1/behaviour/heat-map',
  'GET /api/v1/behaviour/concurrency',
  'GET /api/v1/behaviour/segments',
  'POST /api/v1/behaviour/funnel',
  'POST /api/v1/behaviour/funnel/users',
  'GET /api/v1/agents/:name/paths/runs',
  'GET /api/v1/agents/:name/decisions',
  'GET /api/v1/projects/:projectId/user-ids',
  'GET /api/v1/projects/:projectId/retention',
  'GET /api/v1/projects/:projectId/storage',
  'GET /api/v1/reports/templates',
  'GET /api/v1/exports/:id/runs',
  'GET /api/public/projects',
  'GET /api/public/media/:mediaId',
  'GET /api/project',
  'GET /api/evaluations/list',
  'GET /v1/projects',
  'GET /v1/projects/:project',
  'GET /v1/projects/:project/traces',
];

/** Routes that tell of what nobody makes in this test: people, incidents, what other systems have and Pharos has not. */
const OF_OTHERS = [
  'GET /api/v1/projects/:projectId/invitations',
  'GET /api/v1/projects/:projectId/members',
  'GET /api/v1/views',
  'GET /api/v1/alerts/schedules/:id/shifts',
  'GET /api/v1/alerts/schedules',
  'GET /api/v1/alerts/schedules/:id',
  'GET /api/v1/alerts/contacts',
  'GET /api/v1/alerts/contacts/:id',
  'GET /api/v1/alerts',
  'GET /api/v1/alerts/incidents',
  'GET /api/v1/alerts/incidents/:incidentId',
  'GET /api/v1/alerts/incidents/:incidentId/what-changed',
  'GET /api/v1/deliveries',
  'GET /api/public/score-configs/:configId',
  'GET /feedback/tokens',
  'GET /api/v1/feedback/tokens',
  'GET /sessions',
  'GET /sessions/:sessionId',
  'GET /api/evaluation',
  'GET /api/promptset',
  'GET /v1/projects/:project/span_annotations',
  'GET /v1/projects/:project/session_annotations',
  'GET /v1/sessions/:session',
];

/** Routes that a project's words are not heard at. Whoever adds a route makes it be heard, or says here why not. */
export const WORDLESS: readonly string[] = [...FIGURES, ...OF_OTHERS];

/** Routes that a project's words are heard at or not, as the time of day will have it. */
export const BY_THE_CLOCK: readonly string[] = ['GET /api/v1/baselines'];

/** Routes of documents that answer otherwise than with 404 for what is another's. */
export const OTHERWISE: Readonly<Record<string, number>> = {
  // Names another's channel, which is the first thing it finds missing.
  'PUT /api/v1/alerts/policies/:id': 400,
  // What was done to a quota is told after it is gone: of one that was never here, nothing.
  'GET /api/v1/quotas/:quotaId/audit': 200,
};
