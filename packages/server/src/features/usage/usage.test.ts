import { anomaliesSchema, forecastSchema, moversSchema } from '@pharos/core/api/usage';
import { sumDecimals } from '@pharos/core/pricing/decimal';
import { answerSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aCost, aModelCall } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The clock's first moment, 2026-03-01T12:00:00Z, and ten days on. */
const START = Date.parse('2026-03-01T12:00:00Z');
const NOW = START + 10 * DAY;

let ids = 0;
const call = (atMs: number, usd: string, facts: Partial<Span> = {}): Span =>
  aModelCall({
    spanId: `${++ids}`.padStart(16, '0'),
    traceId: `${ids}`.padStart(32, '0'),
    startNs: BigInt(atMs) * 1_000_000n,
    endNs: BigInt(atMs) * 1_000_000n + 1_000_000n,
    cost: aCost(usd),
    ...facts,
  });

let store: ReadStore;
let app: TestApp;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  app.clock.advance(NOW - START);
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** A project with these calls, and who reads it. */
async function projectOf(spans: Span[]): Promise<Client> {
  const { projectId } = await app.aSecondProject();
  if (spans.length > 0) await store.put(projectId, { spans });
  return app.withKey(await app.aKey(['read'], projectId));
}

/** A working week: a dollar by day, a tenth at night, a fifth of both at weekends. */
function usual(atMs: number): number {
  const at = new Date(atMs);
  const day = at.getUTCHours() >= 8 && at.getUTCHours() < 20 ? 1 : 0.1;
  return day * (at.getUTCDay() % 6 === 0 ? 0.2 : 1);
}
const hoursOf = (fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.round((toMs - fromMs) / HOUR) }, (_, i) => fromMs + i * HOUR);
const sumOf = (fromMs: number, toMs: number): number =>
  hoursOf(fromMs, toMs).reduce((sum, at) => sum + usual(at), 0);
const watched = (fromMs: number, more: (atMs: number) => number = () => 1): Span[] =>
  hoursOf(fromMs, NOW).map((at) => call(at, (usual(at) * more(at)).toFixed(6)));

describe('POST /api/v1/usage/forecast', () => {
  const [MARCH, APRIL] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1)];
  const forecastBy = async (reader: Client, body: object = {}) =>
    (await reader.post('/api/v1/usage/forecast', { ...body })).as(forecastSchema);

  it('tells the month of a product whose weeks are alike, with how well it would have told others', async () => {
    const told = await forecastBy(await projectOf(watched(Date.UTC(2025, 11, 8))));
    expect(told).toMatchObject({ from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' });
    expect(told.present).toBeCloseTo(sumOf(MARCH, NOW), 6);
    expect(told.previous).toBeCloseTo(sumOf(Date.UTC(2026, 1, 1), MARCH), 6);
    expect(told.forecast?.expected).toBeCloseTo(sumOf(MARCH, APRIL), 3);
    expect(told.forecast?.backtest.error).toBeLessThan(0.001);
    const { low = 0, high = 0, expected = 0 } = told.forecast ?? {};
    expect(low).toBeLessThanOrEqual(expected);
    expect(high).toBeGreaterThanOrEqual(expected);
  });

  it('has a day for each of the month, of which those that are over and those to come make the total', async () => {
    const { days, forecast, present } = await forecastBy(await projectOf(watched(Date.UTC(2026, 0, 1))));
    expect(days).toHaveLength(31);
    expect(days.map(({ present, toCome }) => [present !== null, toCome !== null])).toEqual(
      days.map((_, i) => [i <= 10, i >= 10]),
    );
    const all = days.reduce((sum, day) => sum + (day.present ?? 0) + (day.toCome ?? 0), 0);
    expect(all).toBeCloseTo(forecast?.expected ?? 0, 9);
    expect(days.reduce((sum, day) => sum + (day.present ?? 0), 0)).toBeCloseTo(present, 9);
  });

  it("takes the month of the reader's zone", async () => {
    const told = await forecastBy(await projectOf(watched(Date.UTC(2026, 0, 1))), {
      timeZone: 'Asia/Shanghai',
    });
    expect([told.from, told.to, told.days[0]?.start]).toEqual([
      '2026-02-28T16:00:00.000Z',
      '2026-03-31T16:00:00.000Z',
      '2026-02-28T16:00:00.000Z',
    ]);
    expect(told.present).toBeCloseTo(sumOf(Date.UTC(2026, 1, 28, 16), NOW), 6);
  });

  it('does not take the time before the first call for days without cost', async () => {
    const told = await forecastBy(await projectOf(watched(NOW - 9 * DAY)));
    expect(told.previous).toBeNull();
    const aDay = sumOf(NOW - 7 * DAY, NOW) / 7;
    expect(told.forecast?.expected).toBeGreaterThan(20 * aDay);
  });

  it.each([
    ['of nothing', []],
    ['of two days', watched(NOW - 2 * DAY)],
  ])('says that %s it cannot tell', async (_, spans) => {
    const told = await forecastBy(await projectOf(spans));
    expect(told).toMatchObject({ forecast: null, reason: 'tooLittleHistory' });
    expect(told.days.every(({ toCome }) => toCome === null)).toBe(true);
  });

  it.each([
    [{ metric: 'latencyP95' }, 'not a metric of spans that adds up'],
    [{ metric: 'scores' }, 'not a metric of spans that adds up'],
    [{ timeZone: 'Mars/Base' }, 'not a time zone'],
  ])('refuses %j', async (body, message) => {
    const refused = await (await projectOf([])).post('/api/v1/usage/forecast', body);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });

  it('tells nothing to those who may not read', async () => {
    expect((await app.nobody.post('/api/v1/usage/forecast', {})).status).toBe(401);
    const ingest = app.withKey(await app.aKey(['ingest']));
    expect((await ingest.post('/api/v1/usage/forecast', {})).status).toBe(403);
  });
});

describe('POST /api/v1/usage/anomalies', () => {
  const planted = Date.UTC(2026, 2, 10, 14);
  const asked = { from: new Date(NOW - 7 * DAY).toISOString(), to: new Date(NOW).toISOString() };

  it.each([3600, 7200])('finds a surge in buckets of %i s, and nothing else', async (bucketSeconds) => {
    const surge = (at: number) => (at >= planted && at < planted + 4 * HOUR ? 6 : 1);
    const reader = await projectOf(watched(Date.UTC(2025, 11, 8), surge));
    const told = (await reader.post('/api/v1/usage/anomalies', { ...asked, bucketSeconds })).as(
      anomaliesSchema,
    );
    expect(told.season).toBe('hourOfWeek');
    expect(told.buckets).toHaveLength((7 * DAY) / (bucketSeconds * 1000));
    expect(told.bands).toHaveLength(told.buckets.length);
    expect(told.anomalies).toHaveLength(1);
    expect(told.anomalies[0]).toMatchObject({
      from: new Date(planted).toISOString(),
      to: new Date(planted + 4 * HOUR).toISOString(),
      direction: 'above',
    });
    expect(told.anomalies[0]?.expected).toBeCloseTo(4, 6);
    expect(told.anomalies[0]?.actual).toBeCloseTo(24, 6);
  });

  it('does not judge what is not over', async () => {
    const reader = await projectOf(watched(Date.UTC(2026, 0, 8)));
    const to = new Date(NOW + HOUR / 2).toISOString();
    const told = (await reader.post('/api/v1/usage/anomalies', { ...asked, to })).as(anomaliesSchema);
    expect(told.values.at(-1)).toBeNull();
    expect(told.anomalies).toEqual([]);
  });

  it.each([
    [{ bucketSeconds: 60 }, 'bucketSeconds'],
    [{ bucketSeconds: 5000 }, 'not a part of a day'],
    [{ from: '2025-01-01T00:00:00Z' }, 'buckets'],
    [{ from: asked.to, to: asked.from }, 'from'],
  ])('refuses %j', async (body, message) => {
    const refused = await (await projectOf([])).post('/api/v1/usage/anomalies', { ...asked, ...body });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });
});

describe('POST /api/v1/usage/movers', () => {
  const asked = { from: new Date(NOW - DAY).toISOString(), to: new Date(NOW).toISOString() };
  const [before, now] = [NOW - 1.5 * DAY, NOW - 0.5 * DAY];
  const calls = (count: number, atMs: number, usd: string, tokens: number, facts: Partial<Span>) =>
    Array.from({ length: count }, () =>
      call(atMs, usd, { usage: { input: tokens, total: tokens }, ...facts }),
    );
  const moversBy = async (reader: Client, body: object) =>
    (await reader.post('/api/v1/usage/movers', { ...asked, ...body })).as(moversSchema);

  const planted = [
    // Twice as many calls.
    ...calls(10, before, '0.1', 100, { userId: 'ann', model: 'busy' }),
    ...calls(20, now, '0.1', 100, { userId: 'ann', model: 'busy' }),
    // Calls three times as long.
    ...calls(5, before, '0.1', 100, { userId: 'bob', model: 'wordy' }),
    ...calls(5, now, '0.3', 300, { userId: 'bob', model: 'wordy' }),
    // Tokens half as dear.
    ...calls(4, before, '1', 100, { userId: 'eve', model: 'cheaper' }),
    ...calls(4, now, '0.5', 100, { userId: 'eve', model: 'cheaper' }),
    ...calls(1, before, '0.7', 100, { userId: 'dan', model: 'old' }),
    ...calls(1, now, '0.2', 100, { userId: 'new', model: 'young' }),
    ...calls(1, before, '0.25', 50, { userId: 'same', model: 'same' }),
    ...calls(1, now, '0.25', 50, { userId: 'same', model: 'same' }),
  ];

  it.each(['model', 'user'])('says by %s who moved, and whether by number, length or price', async (by) => {
    const { total, movers, rest } = await moversBy(await projectOf(planted), { by });
    const names =
      by === 'model' ? ['cheaper', 'busy', 'wordy', 'old', 'young'] : ['eve', 'ann', 'bob', 'dan', 'new'];
    expect(movers.map(({ key }) => key)).toEqual(names);
    expect(movers.map(({ movement }) => movement)).toEqual(['down', 'up', 'up', 'gone', 'new']);
    const [cheaper, busy, wordy, old, young] = movers.map(({ effects }) => effects);
    expect(busy).toMatchObject({ volume: expect.closeTo(1, 9), tokensPerRequest: 0 });
    expect(wordy).toMatchObject({ volume: 0, tokensPerRequest: expect.closeTo(1, 9) });
    expect(cheaper).toMatchObject({ volume: 0, tokensPerRequest: 0, pricePerToken: expect.closeTo(-2, 9) });
    expect([old?.volume, young?.volume]).toEqual([expect.closeTo(-0.7, 9), expect.closeTo(0.2, 9)]);
    expect(total.before).toBeCloseTo(6.45, 9);
    expect(total.now).toBeCloseTo(5.95, 9);
    expect(total.effects.volume + total.effects.tokensPerRequest + total.effects.pricePerToken).toBeCloseTo(
      total.change,
      9,
    );
    expect(rest).toEqual({ before: 0.25, now: 0.25, change: 0, groups: 0 });
  });

  it('puts all others together, so that the parts make the total', async () => {
    const { total, movers, rest } = await moversBy(await projectOf(planted), { by: 'user', limit: 2 });
    expect(movers).toHaveLength(2);
    expect(rest.groups).toBe(3);
    for (const part of ['before', 'now', 'change'] as const)
      expect(movers.reduce((sum, mover) => sum + mover[part], rest[part])).toBeCloseTo(total[part], 9);
  });

  it('tells of tokens without prices', async () => {
    const { movers } = await moversBy(await projectOf(planted), { by: 'model', metric: 'tokens' });
    expect(movers[0]).toMatchObject({ key: 'busy', change: 1000 });
    expect(movers.every(({ effects }) => Math.abs(effects.pricePerToken) < 1e-9)).toBe(true);
  });

  it('finds who has gone among more than a thousand who are there', async () => {
    const many = Array.from({ length: 1100 }, (_, i) => call(now, '0.01', { userId: `user${i}` }));
    const reader = await projectOf([...many, call(before, '9', { userId: 'gone' })]);
    const { movers, rest, total } = await moversBy(reader, { by: 'user', limit: 1 });
    expect(movers).toMatchObject([{ key: 'gone', before: 9, now: 0, movement: 'gone' }]);
    expect(rest.change).toBeCloseTo(11, 6);
    expect(total.change).toBeCloseTo(2, 6);
  });

  it.each([
    [{ by: 'score' }, 'not a dimension of spans'],
    [{ by: 'model', metric: 'requests' }, 'metric'],
    [{ by: 'model', to: asked.from }, 'from'],
  ])('refuses %j', async (body, message) => {
    const refused = await (await projectOf([])).post('/api/v1/usage/movers', { ...asked, ...body });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });
});

describe('breakdowns of cost and tokens', () => {
  const DIMENSIONS = [
    'model',
    'provider',
    'user',
    'agent',
    'promptVersion',
    'session',
    'environment',
    'release',
    'apiKey',
  ];
  const name = fc.constantFrom('', 'a', 'b', 'c', 'ü');
  const spent = fc.record({
    at: fc.integer({ min: 1, max: 47 }),
    usd: fc
      .bigInt({ min: 0n, max: 10n ** 12n })
      .map((units) => `0.${String(units).padStart(12, '0')}`.slice(0, 14)),
    tokens: fc.integer({ min: 0, max: 1e9 }),
    ...{ model: name, provider: name, userId: name, agentName: name, promptVersion: name },
    ...{ sessionId: name, environment: name, release: name },
  });

  it('add up to the total, to the last digit, whatever they are split by', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spent, { minLength: 1, maxLength: 40 }), async (spans) => {
        const reader = await projectOf(
          spans.map(({ at, usd, tokens, ...facts }) =>
            call(NOW - at * HOUR, usd, { usage: { input: tokens, total: tokens }, ...facts }),
          ),
        );
        const ask = async (dimensions: string[]) => {
          const range = { from: new Date(NOW - 2 * DAY).toISOString(), to: new Date(NOW).toISOString() };
          const body = { metrics: ['cost', 'tokens'], dimensions, ...range, bucketSeconds: 3600, limit: 2 };
          return (await reader.post('/api/v1/query', body)).as(answerSchema).series;
        };
        const [total] = await ask([]);
        for (const dimension of DIMENSIONS) {
          const groups = await ask([dimension]);
          expect(sumDecimals(groups.map(({ exact }) => exact.cost ?? ''))).toBe(total?.exact.cost);
          const tokens = groups.reduce((sum, { totals }) => sum + (totals.tokens ?? 0), 0);
          expect(tokens).toBe(total?.totals.tokens);
          const ofBuckets = groups.flatMap(({ points }) => points?.tokens ?? []);
          expect(ofBuckets.reduce<number>((sum, each) => sum + (each ?? 0), 0)).toBe(tokens);
        }
      }),
      { numRuns: 6, seed: 20261126 },
    );
  }, 60_000);
});
