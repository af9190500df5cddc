import { baselinesSchema, baselineWeekSchema } from '@pharos/core/api/baselines';
import type { Score } from '@pharos/core/score';
import type { Span } from '@pharos/core/span';
import { beforeAll, describe, expect, it } from 'vitest';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aCost, aModelCall, aScore, aSpan, failedWith } from '../../testing/spans.ts';

const { store, app } = await openReadApp();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The middle of an hour of a Sunday. */
const NOW = app.clock.nowMs() + HOUR / 2;
const MIDNIGHT = Math.floor(NOW / DAY) * DAY;
/** For three hours this morning models were slow, a tool failed, and answers were poor. */
const planted = (at: number) => at >= MIDNIGHT + 7 * HOUR && at < MIDNIGHT + 10 * HOUR;
const RUNS = 6;

let ids = 0;
/** A run at that moment: an agent asks a model and calls a tool. */
function run(at: number): { spans: Span[]; scores: Score[] } {
  ids += 1;
  const traceId = `${ids}`.padStart(32, '0');
  const spanId = (place: number) => `${ids * 10 + place}`.padStart(16, '0');
  const bad = planted(at);
  const lasting = (ms: number) => ({
    startNs: BigInt(at) * 1_000_000n,
    endNs: BigInt(at + ms) * 1_000_000n,
  });
  const below = { traceId, parentSpanId: spanId(0), agentName: 'helper' };
  const vary = ids % 7;
  return {
    spans: [
      aSpan({
        ...{ traceId, spanId: spanId(0), name: 'POST /chat', kind: 'agent', agentName: 'helper' },
        ...lasting(2_000 + 20 * vary),
      }),
      aModelCall({
        ...below,
        spanId: spanId(1),
        cost: aCost('0.01'),
        ...lasting((bad ? 1_800 : 500) + 10 * vary),
      }),
      aSpan({
        ...{ ...below, spanId: spanId(2), name: 'search', kind: 'tool', toolName: 'search' },
        ...{ ...lasting(100 + vary), ...(bad ? failedWith('Timeout') : { status: 'ok' as const }) },
      }),
    ],
    scores: [
      aScore({
        scoreId: `of ${ids}`,
        traceId,
        spanId: '',
        name: 'helpful',
        value: bad ? 0.2 : 0.9 - vary / 100,
        timeNs: BigInt(at) * 1_000_000n,
      }),
    ],
  };
}

let watched: ReadProject;
let empty: ReadProject;
beforeAll(async () => {
  app.clock.advance(HOUR / 2);
  [watched, empty] = [await aReadProject(app), await aReadProject(app)];
  const hours = Array.from({ length: (30 * DAY) / HOUR }, (_, i) => MIDNIGHT - 29 * DAY + i * HOUR);
  const runs = hours
    .filter((at) => at < NOW)
    .flatMap((at) => Array.from({ length: RUNS }, (_, i) => run(at + i * 60_000)));
  await store.put(watched.projectId, {
    spans: runs.flatMap(({ spans }) => spans),
    scores: runs.flatMap(({ scores }) => scores),
  });
});

const ask = async (query: string, { reader }: ReadProject = watched) =>
  (await reader.get(`/api/v1/baselines?${query}`)).as(baselinesSchema);
const week = async (query: string) =>
  (await watched.reader.get(`/api/v1/baselines/week?${query}`)).as(baselineWeekSchema);

describe('GET /api/v1/baselines', () => {
  it.each([
    ['model', 'gpt-4.1', 'latency', 'modelLatencyP95', null, 'above', 'worse'],
    ['tool', 'search', 'errors', 'spanErrorRate', null, 'above', 'worse'],
    ['route', 'POST /chat', 'quality', 'scoreAvg', 'helpful', 'below', 'neither'],
    ['agent', 'helper', 'quality', 'scoreAvg', 'helpful', 'below', 'neither'],
  ])(
    'of a %s tells what was planted, and nothing else',
    async (dimension, value, aspect, metric, score, direction, change) => {
      const { departures } = await ask(`dimension=${dimension}`);
      expect(departures).toHaveLength(1);
      expect(departures[0]).toMatchObject({
        ...{ value, aspect, metric, score, direction, change, lasting: false, times: 1 },
        from: new Date(MIDNIGHT + 7 * HOUR).toISOString(),
        to: new Date(MIDNIGHT + 10 * HOUR).toISOString(),
      });
      // Of so many calls since midnight those of three hours.
      expect(departures[0]?.share).toBeCloseTo(3 / 12, 6);
      expect(departures[0]?.matters).toBeGreaterThan(30);
      expect(departures[0]?.course.starts).toHaveLength(24);
    },
  );

  it('says what was looked at, and until when', async () => {
    const told = await ask('dimension=agent');
    expect([told.from, told.to]).toEqual(
      [MIDNIGHT, MIDNIGHT + 12 * HOUR].map((ms) => new Date(ms).toISOString()),
    );
    expect(told.series.map(({ aspect, state }) => [aspect, state])).toEqual([
      ...['latency', 'errors', 'tokens', 'cost'].map((aspect) => [aspect, 'usual']),
      ['quality', 'left'],
    ]);
    expect(told).toMatchObject({ judged: 5, tooLittleHistory: 0, leftOut: 0 });
  });

  it('judges the last 24 hours where that is asked for, and the day of another place', async () => {
    const told = await ask('dimension=model&since=24h');
    expect(Date.parse(told.to) - Date.parse(told.from)).toBe(DAY);
    expect(told.departures).toHaveLength(1);
    // There it is evening, and what was planted was this afternoon.
    const there = await ask('dimension=model&timeZone=Asia/Shanghai');
    expect(there.from).toBe(new Date(MIDNIGHT - 8 * HOUR).toISOString());
    expect(there.departures).toHaveLength(1);
    // There the day began after it.
    const since = await ask('dimension=model&timeZone=Pacific/Auckland');
    expect(since.from).toBe(new Date(MIDNIGHT + 11 * HOUR).toISOString());
    expect(since.departures).toEqual([]);
  });

  it('knows nothing of what was never sent, and of another project', async () => {
    expect(await ask('dimension=model', empty)).toMatchObject({ series: [], judged: 0, departures: [] });
  });

  it('sees what is sent to an empty project at once, and is else worked out once an hour', async () => {
    const young = await aReadProject(app);
    expect((await ask('dimension=model', young)).series).toEqual([]);
    await store.put(young.projectId, {
      spans: Array.from({ length: 9 }, () => run(NOW - DAY)).flatMap(({ spans }) => spans),
    });
    // Answers to the same Question are given again for ten minutes where nothing tells of what arrives.
    app.clock.advance(11 * 60_000);
    const told = await ask('dimension=model', young);
    expect(told.series.map(({ value, state }) => [value, state])).toContainEqual([
      'gpt-4.1',
      'tooLittleHistory',
    ]);
    await store.put(young.projectId, {
      spans: [
        aModelCall({
          model: 'other',
          startNs: BigInt(NOW - DAY) * 1_000_000n,
          endNs: BigInt(NOW - DAY) * 1_000_000n,
        }),
      ],
    });
    app.clock.advance(11 * 60_000);
    expect(await ask('dimension=model', young)).toEqual(told);
  });

  it.each([
    ['', 'dimension'],
    ['dimension=user', 'dimension'],
    ['dimension=model&timeZone=Mars/Base', 'not a time zone'],
    ['dimension=model&since=week', 'since'],
  ])('refuses %j', async (query, message) => {
    const refused = await watched.reader.get(`/api/v1/baselines?${query}`);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });

  it.each(['baselines?dimension=model', 'baselines/week?dimension=model&value=x&metric=cost'])(
    'tells nothing of %s to those who may not read',
    async (path) => {
      expect((await app.nobody.get(`/api/v1/${path}`)).status).toBe(401);
      expect((await watched.sdk.get(`/api/v1/${path}`)).status).toBe(403);
    },
  );
});

describe('GET /api/v1/baselines/week', () => {
  it('tells what is usual at each hour of the week, and this week so far', async () => {
    const told = await week('dimension=model&value=gpt-4.1&metric=modelLatencyP95');
    expect(told.season).toBe('hourOfWeek');
    expect(told.starts).toHaveLength(168);
    // It is Sunday noon, the last day of the week.
    expect(told.starts[0]).toBe(new Date(MIDNIGHT - 6 * DAY).toISOString());
    expect(told.values.indexOf(null)).toBe(6 * 24 + 12);
    for (const band of told.bands) {
      expect(band?.expected).toBeGreaterThan(500);
      expect(band?.high).toBeLessThan(1_000);
    }
    expect(told.values[6 * 24 + 8]).toBeGreaterThan(1_500);
  });

  it('tells the scores of one name, and nothing of one that there is not', async () => {
    const of = (score: string) => week(`dimension=agent&value=helper&metric=scoreAvg&score=${score}`);
    expect((await of('helpful')).bands[0]?.expected).toBeGreaterThan(0.8);
    expect((await of('unknown')).bands.every((band) => band === null)).toBe(true);
  });

  it.each([
    ['dimension=model&metric=cost', 'value'],
    ['dimension=route&value=x&metric=cost', 'of a route one of latencyP95'],
    ['dimension=model&value=x&metric=scoreAvg', 'name the score'],
  ])('refuses %j', async (query, message) => {
    const refused = await watched.reader.get(`/api/v1/baselines/week?${query}`);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(message);
  });
});
