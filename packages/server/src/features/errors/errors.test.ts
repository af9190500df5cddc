import { type ErrorGroup, errorPageSchema } from '@pharos/core/api/errors';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const HOUR_MS = 3_600_000;

let store: ReadStore;
let app: TestApp;
let theirs: { projectId: string; owner: Client };
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  theirs = await app.aSecondProject();
  await store.put(app.projectId, { spans: ours() });
  // Once more, as an SDK does that got no answer.
  await store.put(app.projectId, { spans: ours() });
  await store.put(theirs.projectId, { spans: [timeout(1, { traceId: 'theirs' })] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const agoNs = (ms: number) => BigInt(app.clock.nowMs() - ms) * 1_000_000n;
const failure = (message: string, agoMs: number, facts: Partial<Span> = {}): Span => {
  const startNs = agoNs(agoMs);
  const error = { type: 'TimeoutError', message, stack: '' };
  return aSpan({ kind: 'tool', status: 'error', error, startNs, endNs: startNs + 1n, ...facts });
};
const timeout = (n: number, facts: Partial<Span> = {}): Span =>
  failure(`no answer within ${n} ms`, n * HOUR_MS, {
    ...{
      traceId: `t${n}`,
      spanId: `s${n}`,
      toolName: 'search',
      userId: `user-${n % 2}`,
      agentName: 'support',
    },
    ...facts,
  });
const ours = (): Span[] => [
  ...[1, 2, 3, 30].map((n) => timeout(n, { release: n < 3 ? '2.0' : '1.9' })),
  failure('quota exceeded', 2 * HOUR_MS, { traceId: 'q', spanId: 'q', toolName: 'mail', userId: 'user-9' }),
  aSpan({ traceId: 'fine', spanId: 'fine', startNs: agoNs(HOUR_MS), endNs: agoNs(HOUR_MS) + 1n }),
];

const list = async (query: string, client: Client = app.owner, project = app.projectId) =>
  (await client.get(`/api/v1/errors?project=${project}&${query}`)).as(errorPageSchema);
const named = (groups: readonly ErrorGroup[], place: string) => groups.find((group) => group.place === place);

test('failed steps that differ in numbers alone are one error, each counted once however often it was sent', async () => {
  const { data, nextCursor } = await list('');
  expect(nextCursor).toBeNull();
  expect(data.map(({ place, count }) => [place, count])).toEqual([
    ['search', 4],
    ['mail', 1],
  ]);
  expect(named(data, 'search')).toMatchObject({
    ...{ type: 'TimeoutError', message: 'no answer within <n> ms', kind: 'tool' },
    ...{ traces: 4, users: 2, agents: ['support'], releases: ['1.9', '2.0'] },
    ...{ state: 'ongoing', resolvedAt: null, muted: false, owner: null },
    example: { traceId: 't1', spanId: 's1' },
    firstSeen: new Date(app.clock.nowMs() - 30 * HOUR_MS).toISOString(),
    lastSeen: new Date(app.clock.nowMs() - HOUR_MS).toISOString(),
  });
  expect(named(data, 'mail')?.state).toBe('new');
});

test('counts are of the range and the filter, the first time is that of all time', async () => {
  const from = new Date(app.clock.nowMs() - 150 * 60_000).toISOString();
  const to = new Date(app.clock.nowMs()).toISOString();
  const { data } = await list(`from=${from}&to=${to}&filter=release:2.0`);
  const [group] = data;
  expect(data).toHaveLength(1);
  expect(group).toMatchObject({
    count: 2,
    firstSeen: new Date(app.clock.nowMs() - 30 * HOUR_MS).toISOString(),
  });
  expect(group?.trend).toHaveLength(24);
  // 150 minutes in 24 parts: two hours ago is in the fifth, one hour ago in the fifteenth.
  expect(group?.trend.flatMap((count, part) => (count === 0 ? [] : [[part, count]]))).toEqual([
    [4, 1],
    [14, 1],
  ]);
});

test('an error counts where it began, and not in the steps that passed it on; what went wrong there by itself does', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const passed = { type: 'TimeoutError', message: 'no answer within 5 ms', stack: '' };
  const step = (spanId: string, parentSpanId: string, facts: Partial<Span>): Span =>
    failure('no answer within 5 ms', HOUR_MS, {
      traceId: 'deep',
      spanId,
      parentSpanId,
      error: passed,
      ...facts,
    });
  await store.put(projectId, {
    spans: [
      step('root', '', { kind: 'agent', name: 'answer', agentName: 'support' }),
      step('look', 'root', { kind: 'chain', name: 'look it up' }),
      step('tool', 'look', { toolName: 'search' }),
      step('other', 'look', { toolName: 'mail', error: { ...passed, message: 'no such address' } }),
    ],
  });
  const places = async (query: string) =>
    (await list(query, owner, projectId)).data.map(({ place }) => place);
  expect((await places('')).sort()).toEqual(['mail', 'search']);
  expect(await places('filter=agent:support')).toEqual([]);
  // The run began within this range, its steps a moment later.
  await store.put(projectId, {
    spans: [
      failure('no answer', 5 * HOUR_MS, { traceId: 'late', spanId: 'root', name: 'answer' }),
      failure('no answer', 5 * HOUR_MS - 1_000, {
        traceId: 'late',
        spanId: 'tool',
        parentSpanId: 'root',
        toolName: 'search',
      }),
    ],
  });
  const from = new Date(app.clock.nowMs() - 6 * HOUR_MS).toISOString();
  const to = new Date(app.clock.nowMs() - 5 * HOUR_MS + 500).toISOString();
  expect(await places(`from=${from}&to=${to}`)).toEqual([]);
});

test('its traces are found by its id', async () => {
  const { data } = await list('');
  const group = named(data, 'mail')?.group ?? '';
  const found = await app.owner.get(`/api/v1/traces?project=${app.projectId}&filter=errorGroup:${group}`);
  expect(found.at('data.length')).toBe(1);
  expect(found.at('data.0.traceId')).toBe('q');
});

test.each(['count', 'users', 'lastSeen'] as const)('pages by %s hold each error once', async (order) => {
  const whole = await list(`order=${order}`);
  const first = await list(`order=${order}&limit=1`);
  const second = await list(`order=${order}&limit=1&cursor=${first.nextCursor}`);
  expect([...first.data, ...second.data]).toEqual(whole.data);
  expect(second.nextCursor).toBeNull();
});

test('one that is resolved has come back when it is seen again, and is not new', async () => {
  const search = async () => named((await list('')).data, 'search');
  const group = (await search())?.group;
  const change = (body: Record<string, boolean | string | null>) =>
    app.owner.put(`/api/v1/errors/${group}?project=${app.projectId}`, body);

  expect((await change({ resolved: true, owner: 'ada@example.com' })).status).toBe(200);
  expect(await search()).toMatchObject({ state: 'resolved', owner: 'ada@example.com', muted: false });
  // What is left out stays.
  expect((await change({ muted: true })).at('resolvedAt')).toBe(new Date(app.clock.nowMs()).toISOString());

  app.clock.advance(HOUR_MS);
  await store.put(app.projectId, { spans: [timeout(0)] });
  expect(await search()).toMatchObject({ state: 'regressed', count: 5, muted: true });
  await change({ resolved: false, muted: false, owner: null });
  expect(await search()).toMatchObject({ state: 'ongoing', resolvedAt: null, owner: null, muted: false });
});

test('a project sees neither the errors of another nor what was said of them', async () => {
  const mine = named((await list('')).data, 'search');
  const before = await list('', theirs.owner, theirs.projectId);
  // The same error by its id, and nothing else in common.
  expect(before.data).toMatchObject([{ group: mine?.group, count: 1, state: 'new' }]);
  await app.owner.put(`/api/v1/errors/${mine?.group}?project=${app.projectId}`, { muted: true });
  expect((await list('', theirs.owner, theirs.projectId)).data[0]?.muted).toBe(false);
  expect((await theirs.owner.get(`/api/v1/errors?project=${app.projectId}`)).status).toBe(404);
});

test.each([
  ['an order that is unknown', 'order=age'],
  ['a cursor that it did not give', 'cursor=x'],
  ['a filter that is none', 'filter=joy:1'],
])('%s is refused', async (_, query) => {
  const answer = await app.owner.get(`/api/v1/errors?project=${app.projectId}&${query}`);
  expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
});

test('whoever may only read changes nothing, and what is no error is refused', async () => {
  const viewer = await app.aMember('viewer');
  const path = (group: string) => `/api/v1/errors/${group}?project=${app.projectId}`;
  expect((await viewer.put(path('0123456789abcdef'), { muted: true })).status).toBe(403);
  expect((await app.owner.put(path('..'), { muted: true })).status).not.toBe(200);
  expect((await app.owner.put(path('0123456789abcdef'), { muted: 'yes' })).status).toBe(400);
});
