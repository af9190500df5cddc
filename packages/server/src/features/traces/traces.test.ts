import { traceListSchema } from '@pharos/core/api/spans';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aLog, aModelCall, aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const NOON = 1_772_366_400_000_000_000n;
let store: ReadStore;
let app: TestApp;
let reader: Client;
let stranger: Client;

beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  const second = await app.aSecondProject();
  reader = app.withKey(await app.aKey(['read']));
  stranger = app.withKey(await app.aKey(['read'], second.projectId));
  await store.put(app.projectId, {
    spans: [
      aSpan({
        traceId: 't1',
        spanId: 'root',
        name: 'run',
        startNs: NOON - 60_000_000_000n,
        userId: 'ann',
        sessionId: 'talk',
      }),
      aModelCall({
        traceId: 't1',
        spanId: 'call',
        parentSpanId: 'root',
        startNs: NOON - 59_000_000_000n,
        userId: 'ann',
        sessionId: 'talk',
        input: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'refund 退款' }] }] },
        attributes: new Map([['__proto__', 'hostile']]),
      }),
      aSpan({ traceId: 't0', spanId: 'old', startNs: NOON - 3_600_000_000_000n }),
    ],
    logs: [aLog({ traceId: 't1', body: 'hello' })],
  });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

describe('GET /api/v1/traces', () => {
  it('lists traces in pages', async () => {
    const first = await reader.get('/api/v1/traces?limit=1');
    const page = first.as(traceListSchema);
    expect(page.data.map(({ traceId }) => traceId)).toEqual(['t1']);
    const second = await reader.get(`/api/v1/traces?limit=1&cursor=${page.nextCursor}`);
    expect(second.as(traceListSchema)).toMatchObject({ data: [{ traceId: 't0' }], nextCursor: null });
  });

  it('takes the filter language and says where a filter is wrong', async () => {
    const found = await reader.get(`/api/v1/traces?filter=${encodeURIComponent('user:ann kind:llm 退款')}`);
    expect(found.at('data.0.traceId')).toBe('t1');
    const wrong = await reader.get(`/api/v1/traces?filter=${encodeURIComponent('退款 duration:fast')}`);
    expect(wrong.status).toBe(400);
    expect(wrong.at('error.code')).toBe('invalid_request');
    expect(wrong.at('error.details.filter.0')).toEqual({
      message: 'duration needs a duration such as 250ms, 2s or 1.5m, not "fast"',
      start: 3,
      end: 16,
    });
  });

  it('refuses limits, times and cursors that make no sense', async () => {
    for (const query of [
      'limit=0',
      'limit=501',
      'from=yesterday',
      'cursor=x',
      'from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z',
    ]) {
      expect((await reader.get(`/api/v1/traces?${query}`)).status, query).toBe(400);
    }
  });
});

describe('GET /api/v1/traces/:traceId', () => {
  it('gives the trace with all its spans, hostile keys as plain data', async () => {
    const answer = await reader.get('/api/v1/traces/t1');
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.at('spans.1.input.0.parts.0.text')).toBe('refund 退款');
    expect(answer.text).toContain('"attributes":{"__proto__":"hostile"}');
    expect(answer.at('trace.spanCount')).toBe(2);
  });

  it('gives skeletons, single spans and logs', async () => {
    const skeleton = await reader.get('/api/v1/traces/t1?view=skeleton');
    expect(skeleton.text).not.toContain('hostile');
    expect(skeleton.at('spans.1.inputPreview')).toBe('refund 退款');
    const span = await reader.get('/api/v1/traces/t1/spans/call');
    expect(span.text).toContain('"__proto__":"hostile"');
    expect((await reader.get('/api/v1/traces/t1/logs')).at('data.0.body')).toBe('hello');
    expect((await reader.get('/api/v1/traces/t0/logs')).at('data')).toEqual([]);
  });

  it('is not found when unknown or of another project', async () => {
    for (const path of ['nothing', 'nothing/logs', 'nothing/spans/call', 't1/spans/nothing']) {
      const answer = await reader.get(`/api/v1/traces/${path}`);
      expect([answer.status, answer.at('error.code')], path).toEqual([404, 'not_found']);
    }
    for (const path of [
      'traces/t1',
      'traces/t1/logs',
      'traces/t1/spans/call',
      'sessions/talk',
      'users/ann',
    ]) {
      expect((await stranger.get(`/api/v1/${path}`)).status, path).toBe(404);
    }
    expect((await stranger.get('/api/v1/traces')).at('data')).toEqual([]);
  });
});
