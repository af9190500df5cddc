import { type Watch, watchSchema } from '@pharos/core/alerts/watch';
import type { Incident, IncidentChange, IncidentDetail, WhatChanged } from '@pharos/core/api/incidents';
import type { Question } from '@pharos/core/question';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-26T12:01:00.000Z';
const NOW = Date.UTC(2026, 10, 26, 12, 30);

const incident = (id: string, over: Partial<Incident> = {}): Incident => ({
  ...{ id, ruleId: 'r1', title: `slow: ${id}`, severity: 'critical', state: 'firing', group: ['gpt'] },
  rule: {
    ...{ name: 'slow', description: 'Look at the provider.', runbook: 'https://wiki.example/slow' },
    ...{ owner: 'team', watches: 'latencyP95', unit: 'ms' },
  },
  labels: { model: 'gpt', rule: 'slow', severity: 'critical', kind: 'metric' },
  ...{ value: 4200, limit: 3000, openedAt: AT, endedAt: null, returns: 0 },
  ...{ acknowledgedAt: null, acknowledgedBy: null, assignee: null, mutedBy: null },
  ...over,
});
const LATENCY = watchSchema.parse({
  ...{ kind: 'metric', metric: 'latencyP95', by: ['model'], windowSeconds: 300 },
  condition: { kind: 'threshold', op: '>', limit: 3000 },
});
const detail = (events: IncidentDetail['events'] = [], watch: Watch = LATENCY): IncidentDetail => ({
  ...{ ...incident('a'), watch, forSeconds: 0, events },
});
const event = (
  kind: IncidentDetail['events'][number]['kind'],
  data: Record<string, unknown> = {},
  actor: string | null = null,
) => ({ id: `${kind}1`, at: AT, kind, actor, data });

let server: ApiServer;
let incidents: Incident[];
let one: IncidentDetail | undefined;
let changed: WhatChanged | undefined;
let role: 'viewer' | 'owner';
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW });
  setLanguage('en');
  incidents = [];
  one = undefined;
  changed = undefined;
  role = 'owner';
  server = await startApiServer(({ method, path, body }) => {
    if (path === '/api/v1/me') return { body: aMe({ projects: [{ ...aMe().projects[0], role }] }) };
    if (path === '/api/v1/annotations') return { body: { data: [] } };
    if (path === '/api/v1/alerts/incidents') return { body: { data: incidents, nextCursor: null } };
    if (path === '/api/v1/questions') {
      const { questions } = body as { questions: Question[] };
      return { lines: questions.map((question, index) => ({ index, answer: answerTo(question) })) };
    }
    if (path.endsWith('/what-changed')) return changed && { body: changed };
    if (path === '/api/v1/query/usual') {
      const { from } = body as Question;
      const usual = { buckets: [from], bands: [{ expected: 0.02, low: 0.01, high: 0.03 }] };
      return { body: { ...usual, bucketSeconds: 3600, season: 'hourOfWeek' } };
    }
    if (!path.startsWith('/api/v1/alerts/incidents/') || !one) return undefined;
    if (method === 'PATCH') {
      const { acknowledged, comment } = body as IncidentChange;
      if (acknowledged) one = { ...one, acknowledgedAt: AT, acknowledgedBy: 'ada@example.com' };
      if (comment) one = { ...one, events: [...one.events, event('commented', { comment }, 'ada')] };
    }
    return { body: one };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.useRealTimers();
});

const answerTo = ({ from, to, metrics: [metric = ''], bucketSeconds = 300 }: Question) => {
  const value = metric === 'latencyP95' ? 4200 : 0.2;
  return {
    ...{ from, to, bucketSeconds, buckets: [from] },
    series: [
      { group: [], other: false, totals: { [metric]: value }, exact: {}, points: { [metric]: [value] } },
    ],
  };
};
const asked = (path: string) => server.seen.filter((each) => each.path === path);
const see = (text: string | RegExp) => vi.waitFor(() => screen.getByText(text), PATIENCE);
const button = (name: string) => vi.waitFor(() => screen.getByRole('button', { name }), PATIENCE);
const timeline = () =>
  within(screen.getByRole('list', { name: 'Timeline' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent ?? '');

test('what is open stands with its severity, its figure in its unit and who sees to it; a row opens it', async () => {
  incidents = [
    incident('a', { acknowledgedAt: AT, acknowledgedBy: 'ada', assignee: 'bob', mutedBy: 'silence:s' }),
  ];
  const router = openApp('/p/p1/alerts?severity=critical&rule=r1');
  const table = await vi.waitFor(() => screen.getByRole('table', { name: /Incidents/ }), PATIENCE);
  const row = within(table).getAllByRole('row')[1]?.textContent ?? '';
  expect(row).toContain('critical');
  expect(row).toContain('muted · acknowledged by ada · for bob');
  expect(row).toContain('firing');
  expect(row.replace(/\s/g, '')).toContain('4.20s/3.00s');
  const list = asked('/api/v1/alerts/incidents')[0]?.query;
  expect(['state', 'severity', 'rule'].map((name) => list?.get(name))).toEqual(['open', 'critical', 'r1']);
  fireEvent.click(screen.getByRole('button', { name: 'Rule: slow' }));
  await vi.waitFor(
    () => expect(asked('/api/v1/alerts/incidents').at(-1)?.query.get('rule')).toBeNull(),
    PATIENCE,
  );
  fireEvent.click(within(table).getByText('slow: a'));
  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/alerts/incidents/a'), PATIENCE);
});

test('where nothing is open the page says what would be here, in the language of the reader', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/alerts');
  await see('没有进行中的事件');
});

test('an incident asks for the metric of its rule around the moment, of its group alone', async () => {
  one = detail([event('opened', { value: 4200, cause: 'bad' })]);
  openApp('/p/p1/alerts/incidents/a');
  await vi.waitFor(() => expect(asked('/api/v1/questions')).not.toEqual([]), PATIENCE);
  expect(asked('/api/v1/questions')[0]?.body).toMatchObject({
    questions: [
      {
        ...{
          metrics: ['latencyP95'],
          bucketSeconds: 300,
          from: '2026-11-26T08:01:00.000Z',
          bucketOffsetSeconds: 240,
        },
        filters: [{ field: 'model', op: '=', values: ['gpt'] }],
      },
    ],
  });
  await vi.waitFor(() => screen.getByRole('img', { name: /around the moment it fired/ }), PATIENCE);
});

test('an incident tells what changed, each with its figures and its traces at that time', async () => {
  const during = { from: AT, to: '2026-11-26T12:20:00.000Z' };
  const figures = { before: { value: 0, rows: 0 }, after: { value: 5100, rows: 40 } };
  const filters = [{ field: 'release', op: '=' as const, values: ['v2'] }];
  const suspect = {
    dimension: 'release',
    value: 'v2',
    metric: 'latencyP95',
    share: 0.92,
    ...figures,
    filters,
    sameAs: [{ dimension: 'agentVersion', value: '7' }],
  };
  changed = { before: { from: '2026-11-26T11:00:00.000Z', to: AT }, after: during, suspects: [suspect] };
  one = detail();
  openApp('/p/p1/alerts/incidents/a');
  const list = await screen.findByRole('list', { name: 'What changed' }, PATIENCE);
  expect(list.textContent).toMatch(/Release v2the same rows have Agent version 7new → 5\.10.sexplains 92.?%/);
  const link = within(list).getByRole('link').getAttribute('href') ?? '';
  const search = new URL(link, 'http://x').searchParams;
  expect([search.get('from'), search.get('to'), search.get('filter')]).toEqual([
    during.from,
    during.to,
    'release:v2',
  ]);
});

test('an incident tells who was told and what was done, and is taken on and spoken of', async () => {
  one = detail([
    event('opened', { value: 4200, cause: 'bad' }),
    event('told', { reason: 'escalated', policy: 'team', channels: ['hook', 'mail'] }),
    event('muted', { by: 'incident:b' }),
    event('assigned', { assignee: 'bob' }, 'ada'),
  ]);
  openApp('/p/p1/alerts/incidents/a');
  await see('Look at the provider.');
  expect(screen.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toBe(
    'https://wiki.example/slow',
  );
  const [given, muted, told, fired] = timeline();
  expect(given).toContain('Given to bob · ada');
  expect(muted).toContain('a symptom of another incident');
  expect(told).toContain('Told hook, mailnobody took it on · policy team');
  expect(fired).toMatch(/Fired at 4\.20.s/);

  fireEvent.click(await button('Acknowledge'));
  await button('Take back');
  fireEvent.change(screen.getByRole('textbox', { name: 'Comment' }), { target: { value: ' restarted it ' } });
  fireEvent.click(await button('Comment'));
  await vi.waitFor(() => expect(timeline()[0]).toContain('restarted it'), PATIENCE);
  const changes = server.seen.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  expect(changes).toEqual([{ acknowledged: true }, { comment: 'restarted it' }]);
});

test('an incident that is open is asked for again and again; a viewer changes nothing of it', async () => {
  role = 'viewer';
  one = detail([], watchSchema.parse({ kind: 'agents' }));
  openApp('/p/p1/alerts/incidents/a');
  await see('See the agent gpt');
  await see('Members of the project can acknowledge, assign and resolve it.');
  expect(screen.queryByRole('button', { name: 'Acknowledge' })).toBeNull();
  one = { ...detail(), state: 'ended', endedAt: AT };
  vi.advanceTimersByTime(15_000);
  await see('ended');
});

test('an incident that is not there leads back to the list', async () => {
  openApp('/p/p1/alerts/incidents/none');
  const link = await vi.waitFor(() => screen.getByRole('link', { name: 'See all incidents' }), PATIENCE);
  expect(link.getAttribute('href')).toBe('/p/p1/alerts');
});

test.each([
  ['a burn rate is its share of the budget', { kind: 'burnRate', objective: 0.99 }, 14.4, 14.4],
  ['an anomaly is the edge of what is usual, which is drawn behind', { kind: 'anomaly' }, 0.05, 5],
])('the line of %s', async (_, condition, limit, percent) => {
  const watch = watchSchema.parse({
    ...{ kind: 'metric', metric: 'errorRate', by: ['model'], windowSeconds: 3600, condition },
  });
  one = { ...detail([], watch), value: 0.2, limit };
  openApp('/p/p1/alerts/incidents/a');
  const chart = await vi.waitFor(() => {
    const drawn = document.querySelector('svg .threshold');
    return drawn?.closest('svg') ?? expect.fail();
  }, PATIENCE);
  const lines = [...chart.querySelectorAll('line')].map((line) => [
    line.nextElementSibling?.textContent?.replace(/\s/g, ''),
    Number(line.getAttribute('y1')),
  ]);
  const placeOf = new Map(lines as [string, number][]);
  const [nought = 0, twenty = 0] = [placeOf.get('0'), placeOf.get('20%')];
  const at = Number(chart.querySelector('.threshold')?.getAttribute('y1'));
  expect((20 * (at - nought)) / (twenty - nought)).toBeCloseTo(percent, 0);
  const isAnomaly = condition.kind === 'anomaly';
  await vi.waitFor(() => expect(chart.querySelector('.expected-band') !== null).toBe(isAnomaly), PATIENCE);
  expect(screen.queryByText(/shaded: usual.*beyond 4/) !== null).toBe(isAnomaly);
});
