import { differencesSchema } from '@pharos/core/api/differences';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const request = {
  over: 'requests',
  from: '2026-03-01T12:00:00Z',
  to: '2026-03-01T13:00:00Z',
  selection: { filters: [{ field: 'status', op: '=', values: ['error'] }] },
};

let store: ReadStore;
let app: TestApp;
let reader: Client;
let stranger: Client;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  reader = app.withKey(await app.aKey(['read']));
  stranger = app.withKey(await app.aKey(['read'], (await app.aSecondProject()).projectId));
  const spans = Array.from({ length: 200 }, (_, i) =>
    aSpan({
      traceId: `trace${i}`,
      spanId: `span${i}`,
      startNs: NOON + BigInt(i),
      endNs: NOON + BigInt(i) + 1n,
      status: i % 4 === 0 ? 'error' : 'ok',
      release: i % 4 === 0 ? 'v2' : 'v1',
    }),
  );
  await store.put(app.projectId, { spans });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

describe('POST /api/v1/differences', () => {
  it('says what errors have in common', async () => {
    const answer = (await reader.post('/api/v1/differences', request)).as(differencesSchema);
    expect(answer.differences[0]).toMatchObject({ dimension: 'release', value: 'v2', lift: null });
    expect(answer.dimensions.find(({ dimension }) => dimension === 'release')?.values).toHaveLength(2);
  });

  it('has no rows for another project, and none for nobody', async () => {
    expect((await stranger.post('/api/v1/differences', request)).as(differencesSchema)).toMatchObject({
      selected: 0,
      rest: 0,
    });
    expect((await app.nobody.post('/api/v1/differences', request)).status).toBe(401);
  });

  it.each([
    ['a selection of everything', { selection: {} }, 'select a range, or by filters'],
    ['a dimension of scores', { dimensions: ['score'] }, 'not a dimension of spans'],
    ['an unknown dimension', { dimensions: ['modle'] }, 'not a dimension of spans'],
    ['a dimension twice', { dimensions: ['model', 'model'] }, 'a dimension is named twice'],
    [
      'a range turned around',
      { to: '2026-03-01T11:00:00Z' },
      'The start of the range must be before its end.',
    ],
    ['metrics of scores', { over: 'scores' }, 'Invalid option'],
  ])('refuses %s', async (_, part, message) => {
    const answer = await reader.post('/api/v1/differences', { ...request, ...part });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.text).toContain(message);
  });
});
