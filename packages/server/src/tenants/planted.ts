import { createHash } from 'node:crypto';
import { jsonTraces } from '../testing/otlp.ts';
import type { RunningApp, TestProject } from '../testing/test-server.ts';

/** What a project's data and documents say, and no other project may ever read. No id contains it, so that who names an id is not taken for a leak. */
export const CANARY = 'canary';

const NOW_MS = Date.now();
const iso = (daysFromNow: number) => new Date(NOW_MS + daysFromNow * 86_400_000).toISOString();
/** What routes ask for by time. */
export const RANGE = { from: iso(-2), middle: iso(-1), to: iso(0.01) };

/** Ids that both projects use, as applications choose them. */
export const SHARED_IDS = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  sessionId: 'session-1',
  userId: 'ada',
  agent: 'support',
} as const;

const SHARED_PARAMETERS = {
  ...SHARED_IDS,
  ...{ name: SHARED_IDS.agent, observationId: SHARED_IDS.spanId, runId: SHARED_IDS.spanId },
  ...{ id: SHARED_IDS.traceId, session: SHARED_IDS.sessionId, project: 'default' },
  ...{ scoreId: 'score-1', feedbackId: 'score-1', segment: 'new', version: '1' },
  kind: 'spans',
};

/** Ids of what was made, by the path that made it. */
export type Ids = ReadonlyMap<string, string>;
type Body = object | ((ids: Ids) => object);

/** A document of each kind, by the path that makes it, in an order in which each finds what it names. */
const DOCUMENTS: readonly (readonly [path: string, body: Body])[] = [
  ['/api/v1/dashboards', { document: { title: CANARY, tabs: [{ id: 'tab', title: CANARY, widgets: [] }] } }],
  ['/api/v1/dashboards/:dashboardId/shares', { expiresAt: iso(7) }],
  [
    '/api/v1/alerts/rules',
    {
      name: CANARY,
      severity: 'warning',
      watch: { kind: 'metric', metric: 'cost', condition: { kind: 'threshold', op: '>', limit: 1e9 } },
    },
  ],
  ['/api/v1/channels', { kind: 'webhook', name: CANARY, config: { url: 'https://hook.invalid/canary' } }],
  [
    '/api/v1/alerts/policies',
    (ids) => ({ name: CANARY, steps: [{ targets: [{ type: 'channel', id: ids.get('/api/v1/channels') }] }] }),
  ],
  [
    '/api/v1/alerts/silences',
    {
      matchers: [{ label: 'model', op: '=', value: CANARY }],
      comment: CANARY,
      startsAt: iso(0),
      endsAt: iso(1),
    },
  ],
  [
    '/api/v1/alerts/inhibitions',
    {
      name: CANARY,
      source: [{ label: 'model', op: '=', value: CANARY }],
      target: [{ label: 'model', op: '=', value: 'x' }],
    },
  ],
  [
    '/api/v1/quotas',
    {
      name: CANARY,
      scope: { type: 'eachUser' },
      measure: 'tokens',
      window: { type: 'rolling', unit: 'day' },
      limit: '1000',
      thresholds: [1],
    },
  ],
  ['/api/v1/quotas/:quotaId/raises', { reason: CANARY, add: '5', expiresAt: iso(1), subject: 'ada' }],
  ['/api/v1/annotations', { title: CANARY }],
  ['/api/v1/score-configs', { name: CANARY, type: 'numeric' }],
  ['/api/v1/reports', { name: CANARY, content: { of: 'template', template: 'cost' } }],
  ['/api/v1/reports/runs', { name: CANARY, content: { of: 'template', template: 'cost' } }],
  [
    '/api/v1/reconcile',
    {
      name: CANARY,
      files: [{ name: 'canary.csv', content: `day,model,cost\n${iso(-1).slice(0, 10)},${CANARY},1\n` }],
      mapping: { day: 'day', model: 'model', cost: 'cost' },
    },
  ],
  [
    '/api/v1/exports',
    {
      name: CANARY,
      kinds: ['spans'],
      times: { every: 'once', from: iso(-1), to: iso(0) },
      target: {
        ...{ to: 's3', endpoint: 'https://bucket.invalid', bucket: 'archive' },
        ...{ accessKeyId: 'key', secretAccessKey: 'secret' },
      },
    },
  ],
  ['/api/v1/projects/:projectId/browser-keys', { name: CANARY, origins: ['https://canary.example'] }],
  ['/api/v1/projects/:projectId/keys', { name: CANARY, scopes: ['read'] }],
  ['/api/v1/projects/:projectId/erasures', { userId: 'nobody', reason: CANARY }],
];

/** Sends what a project of its kind sends: `word` is in everything that is text. */
export async function plantData(server: RunningApp, project: TestProject, word: string): Promise<void> {
  const post = (path: string, body: object) => sent(server, project, 'POST', path, body);
  const { traceId, spanId, sessionId, userId, agent } = SHARED_IDS;
  const now = BigInt(NOW_MS) * 1_000_000n;
  const times = { startNs: now - 60_000_000_000n, endNs: now - 59_000_000_000n };
  const of = { 'user.id': userId, 'session.id': sessionId, 'gen_ai.agent.name': agent };
  const spans = [
    {
      ...{ traceId, spanId, name: word, ...times },
      attributes: { 'gen_ai.operation.name': 'invoke_agent', ...of, [`attribute.${word}`]: word },
    },
    {
      ...{ traceId, spanId: 'c'.repeat(16), parentSpanId: spanId, name: word, ...times },
      attributes: {
        ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': word, ...of },
        ...{ 'gen_ai.usage.input_tokens': 100, 'gen_ai.provider.name': word },
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: `What does the ${word} say?` }] },
        ]),
      },
      status: { code: 2, message: `The ${word} is silent` },
    },
    {
      ...{ traceId, spanId: 'd'.repeat(16), parentSpanId: spanId, name: word, ...times },
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': word, ...of },
    },
    {
      ...{ traceId: 'e'.repeat(32), spanId: 'f'.repeat(16), name: word, ...times },
      attributes: {
        ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': word },
        ...{
          'gen_ai.usage.input_tokens': 100,
          'user.id': `friend of ${word}`,
          'session.id': `about ${word}`,
        },
      },
    },
  ];
  await post('/v1/traces', JSON.parse(jsonTraces(spans).toString()));
  const logRecords = [{ timeUnixNano: String(now), traceId, spanId, body: { stringValue: word } }];
  await post('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const at = { timeUnixNano: String(now), asDouble: 1 };
  const dataPoints = [{ ...at, attributes: [{ key: 'of', value: { stringValue: word } }] }];
  const level = { name: 'level', unit: word, gauge: { dataPoints } };
  await post('/v1/metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [level] }] }] });
  await post('/api/v1/presence', { reports: [{ userId, sessionId, page: `/${word}` }] });
  await post('/api/v1/events', {
    events: [
      { name: word, userId, sessionId, at: new Date(NOW_MS).toISOString(), properties: { [word]: word } },
    ],
  });
  await post('/api/v1/scores', { scoreId: 'score-1', traceId, name: word, value: 1, comment: word });
  await post('/api/v1/agents/runs', {
    runs: [{ runId: 'run-1', event: 'started', agent, userId, version: word }],
  });
  await post('/api/v1/agents/heartbeats', {
    heartbeats: [{ agent, instance: 'i-1', version: word }],
  });
}

/** Makes a document of each kind. */
export async function plantDocuments(server: RunningApp, project: TestProject): Promise<Ids> {
  const ids = new Map([['/api/public/media', await plantFile(server, project)]]);
  await sent(server, project, 'PUT', `/api/v1/projects/${project.projectId}/prices`, PRICE);
  for (const [path, body] of DOCUMENTS) {
    const filled = fillPath(path, project.projectId, ids);
    const { id } = (await sent(server, project, 'POST', filled, bodyOf(body, ids))) as { id: string };
    ids.set(path, id);
  }
  return ids;
}

const PRICE = { model: CANARY, provider: CANARY, input: '1', output: '1', from: iso(-30).slice(0, 10) };
const bodyOf = (body: Body, ids: Ids): object => (typeof body === 'function' ? body(ids) : body);

/** What makes a document at this path, of those that are planted. */
export function documentBody(path: string, ids: Ids): object | undefined {
  const body = DOCUMENTS.find(([made]) => made === path)?.[1];
  return body && bodyOf(body, ids);
}

/** Whether a route's path names a document that one project made. */
export const namesDocument = (path: string, ids: Ids): boolean =>
  path.split('/').some((part, at, parts) => part.startsWith(':') && ids.has(parts.slice(0, at).join('/')));

/** A route's path with each parameter filled in: of a document by what was made at the path before it, else what both projects have. */
export function fillPath(path: string, projectId: string, ids: Ids): string {
  const filled: string[] = [];
  const parts = path.split('/');
  for (const [at, part] of parts.entries()) {
    const name = part.slice(1);
    const known = { ...SHARED_PARAMETERS, projectId } as Readonly<Record<string, string>>;
    const value = part.startsWith(':')
      ? (ids.get(parts.slice(0, at).join('/')) ?? known[name] ?? 'none')
      : part;
    filled.push(value);
  }
  return filled.join('/');
}

/** Uploads a file as Langfuse's SDK does; its id. */
async function plantFile(server: RunningApp, project: TestProject): Promise<string> {
  const sha256Hash = createHash('sha256').update(CANARY).digest('base64');
  const about = { traceId: SHARED_IDS.traceId, field: 'input', contentType: 'text/plain', sha256Hash };
  const { mediaId, uploadUrl } = (await sent(server, project, 'POST', '/api/public/media', {
    ...{ ...about, contentLength: CANARY.length },
  })) as { mediaId: string; uploadUrl: string };
  const answer = await fetch(uploadUrl, {
    method: 'PUT',
    body: CANARY,
    headers: { 'content-type': 'text/plain' },
  });
  if (!answer.ok) throw new Error(`The file: ${answer.status} ${await answer.text()}`);
  return mediaId;
}

/** Sends a request that must succeed; its answer's body. */
export async function sent(
  server: RunningApp,
  { headers }: TestProject,
  method: string,
  path: string,
  body: object,
): Promise<unknown> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
