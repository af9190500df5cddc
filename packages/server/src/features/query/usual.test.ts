import { usualSchema } from '@pharos/core/api/usage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKS = 5;

let store: ReadStore;
let app: TestApp;
/** The end of an hour; requests began five weeks before. */
let now: number;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  now = app.clock.nowMs();
  const hours = Array.from({ length: WEEKS * 7 * 24 }, (_, i) => now - (i + 1) * HOUR);
  await store.put(app.projectId, { spans: hours.map(request) });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** One an hour: slow at night, and slow all through the last day. */
function request(atMs: number, i: number) {
  const slow = new Date(atMs).getUTCHours() < 6 || atMs >= now - DAY;
  const startNs = BigInt(atMs) * 1_000_000n;
  return aSpan({
    ...{ traceId: `t${i}`, spanId: `s${i}`, status: slow ? 'error' : 'ok' },
    ...{ startNs, endNs: startNs + (slow ? 4_000_000_000n : 1_000_000_000n) },
  });
}

const asked = (body: object) => ({
  ...{ metric: 'latencyP95', from: new Date(now - DAY).toISOString(), to: new Date(now).toISOString() },
  ...body,
});
const ask = async (body: object = {}) =>
  (await app.owner.post(`/api/v1/query/usual?project=${app.projectId}`, asked(body))).as(usualSchema);

describe('POST /api/v1/query/usual', () => {
  it('tells what was usual at each hour, whatever this day was like', async () => {
    const { buckets, bands, season } = await ask();
    expect(season).toBe('hourOfWeek');
    expect(buckets).toHaveLength(24);
    const night = (start: string) => new Date(start).getUTCHours() < 6;
    buckets.forEach((start, i) => {
      expect(bands[i]?.expected).toBeCloseTo(night(start) ? 4000 : 1000, 6);
      expect(bands[i]?.high).toBeGreaterThanOrEqual(bands[i]?.expected ?? Number.NaN);
      expect(bands[i]?.low).toBeLessThanOrEqual(bands[i]?.expected ?? Number.NaN);
    });
  });

  it('keeps shares within all and nothing', async () => {
    const { bands } = await ask({ metric: 'successRate' });
    for (const band of bands) {
      expect(band?.high).toBeLessThanOrEqual(1);
      expect(band?.low).toBeGreaterThanOrEqual(0);
    }
  });

  it('knows nothing of what was never there', async () => {
    const { bands } = await ask({ filters: [{ field: 'agent', op: '=', values: ['nobody'] }] });
    expect(bands.every((band) => band === null)).toBe(true);
  });

  it.each([
    [{ metric: 'nothing' }, 'unknown metric'],
    [{ bucketSeconds: 60 }, 'bucketSeconds'],
    [{ from: '2025-01-01T00:00:00Z' }, 'buckets'],
  ])('refuses %j', async (body, message) => {
    const refused = await app.owner.post(`/api/v1/query/usual?project=${app.projectId}`, asked(body));
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });
});
