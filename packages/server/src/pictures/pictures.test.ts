import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barsHeight, barsPicture } from './bars.ts';
import { sparklinePicture } from './sparkline.ts';
import type { TimeSeriesPicture } from './time-series/data.ts';
import { timeSeriesPicture } from './time-series/time-series.ts';

/*
 * What pictures look like, kept as files beside this one: whoever changes a picture sees the change in review. New ones
 * are written by `vitest -u`; where one is missing in CI the test fails.
 */
const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 23, 6);
const hours = (count: number) => Array.from({ length: count }, (_, at) => START + at * HOUR);
const wave = (count: number, height: number, phase = 0) =>
  Array.from({ length: count }, (_, at) => Math.round(height * (1.2 + Math.sin(at / 4 + phase))));
const HOSTILE = '<script>alert("1")</script> & \u0007\u202e\ud800 ]]> \'x\'';

const aSeries = (given: Partial<TimeSeriesPicture> = {}): TimeSeriesPicture => ({
  buckets: hours(36),
  bucketMs: HOUR,
  series: [{ label: 'Requests', values: wave(36, 100) }],
  mode: 'line',
  unit: 'count',
  ...{ width: 640, height: 220, language: 'en', timeZone: 'UTC' },
  ...given,
});

const withGap = wave(36, 100).map((value, at) =>
  at > 9 && at < 14 ? null : at > 20 && at !== 28 ? null : value,
);
const BAND = wave(36, 2000).map((expected) => ({ low: expected * 0.8, high: expected * 1.2, expected }));

const CASES: Readonly<Record<string, string>> = {
  lines: timeSeriesPicture(
    aSeries({
      series: ['gpt-5.6', 'claude-opus-5', 'deepseek-v4'].map((label, at) => ({
        label,
        values: wave(36, 100 - at * 20, at),
      })),
    }),
  ),
  gap: timeSeriesPicture(aSeries({ series: [{ label: 'Requests', values: withGap }], mode: 'area' })),
  'bars still filling': timeSeriesPicture(
    aSeries({
      series: ['ok', 'error'].map((label, at) => ({ label, values: wave(36, 100 - at * 80) })),
      mode: 'bars',
      completeUntilMs: START + 35.5 * HOUR,
    }),
  ),
  'period before': timeSeriesPicture(
    aSeries({
      series: [{ label: 'Cost', values: wave(36, 40), previous: wave(36, 30, 1) }],
      ...{ mode: 'area', unit: 'usd', rate: { currency: 'CNY', from: '2026-07-01', usd: '0.125' } },
    }),
  ),
  'band, limit and mark': timeSeriesPicture(
    aSeries({
      series: [
        { label: 'Latency', values: wave(36, 2000).map((value, at) => (at > 28 ? value * 2.4 : value)) },
      ],
      ...{ unit: 'ms', band: BAND, limit: 5000, mark: { atMs: START + 30 * HOUR, label: 'fired here' } },
    }),
  ),
  'title and what was before': timeSeriesPicture(
    aSeries({
      ...{ title: 'Requests · per hour · UTC', limit: 60, limitLabel: 'before' },
      // Its limit makes way for a mark at the beginning.
      mark: { atMs: START + HOUR, label: 'fired' },
    }),
  ),
  'Chinese, stacked, many': timeSeriesPicture(
    aSeries({
      series: Array.from({ length: 9 }, (_, at) => ({
        label: `客服智能体 ${at + 1}`,
        values: wave(36, 50, at),
      })),
      ...{ mode: 'stacked', unit: 'tokens', language: 'zh-CN', timeZone: 'Asia/Shanghai', limit: 900 },
      mark: { atMs: START + 2 * HOUR, label: '此时触发' },
    }),
  ),
  empty: timeSeriesPicture(aSeries({ series: [{ label: 'Requests', values: hours(36).map(() => null) }] })),
  hostile: timeSeriesPicture(
    aSeries({
      series: [HOSTILE, 'b'].map((label) => ({ label, values: wave(36, 100) })),
      ...{ label: HOSTILE, mark: { atMs: START + 9 * HOUR, label: HOSTILE } },
    }),
  ),
  'ranked bars': barsPicture({
    rows: [
      { label: 'gpt-5.6', value: 128.4, previous: 90 },
      { label: '一个名字很长很长的客服智能体，长得写不下，所以要截断', value: 42.1, previous: 60 },
      { label: HOSTILE, value: 0, previous: null },
      { label: 'refunds', value: -12.5 },
      { label: 'unknown', value: null },
    ],
    ...{ unit: 'usd', width: 520, language: 'zh-CN' },
  }),
  'no bars': barsPicture({ rows: [], unit: 'usd', width: 520, language: 'zh-CN' }),
  sparkline: sparklinePicture([3, 4, 8, null, 6, 2, 9]),
};

test.each(Object.entries(CASES))('%s', async (name, svg) => {
  const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
  await expect(`${svg}\n`).toMatchFileSnapshot(`golden/${file}.svg`);
});

/** As a renderer reads it: it throws at what is not well-formed. */
function sizeOf(svg: string): readonly [number, number] {
  expect(svg).not.toMatch(/NaN|undefined|Infinity|\p{Cs}/u);
  expect(svg).not.toMatch(/<style|<script|<image|href|class=|url\(/);
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  return [width, height];
}

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(HOSTILE));
const anyValue = fc.oneof(fc.constant(null), fc.double({ min: -1e15, max: 1e15 }), fc.double());
const anyValues = fc.array(anyValue, { maxLength: 40 });
const anyLook = fc.record({
  width: fc.integer({ min: 120, max: 1200 }),
  height: fc.integer({ min: 60, max: 600 }),
  language: fc.constantFrom('en' as const, 'zh-CN' as const),
  label: anyText,
});

test('a picture of anything over time is well-formed, of its size, and has no figure that is none', () => {
  const anything = fc.record({
    look: anyLook,
    buckets: fc.integer({ min: 0, max: 40 }).map(hours),
    series: fc.array(
      fc.record({ label: anyText, values: anyValues, previous: fc.option(anyValues, { nil: undefined }) }),
      { maxLength: 12 },
    ),
    mode: fc.constantFrom('line' as const, 'area' as const, 'stacked' as const, 'bars' as const),
    unit: fc.constantFrom('count' as const, 'ms' as const, 'usd' as const, 'ratio' as const),
    limit: fc.option(fc.double(), { nil: undefined }),
    mark: fc.record({ atMs: fc.integer({ min: START, max: START + 40 * HOUR }), label: anyText }),
    band: fc.array(fc.option(fc.record({ low: fc.double(), high: fc.double(), expected: fc.double() })), {
      maxLength: 40,
    }),
    completeUntilMs: fc.integer({ min: START, max: START + 40 * HOUR }),
    timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'),
  });
  fc.assert(
    fc.property(anything, ({ look, series, limit, ...data }) => {
      const told = series.map(({ previous, ...rest }) => ({ ...rest, ...(previous && { previous }) }));
      const svg = timeSeriesPicture({
        ...{ ...data, ...look, bucketMs: HOUR, series: told },
        ...(limit !== undefined && { limit }),
      });
      expect(sizeOf(svg)).toEqual([look.width, look.height]);
    }),
  );
});

test('bars of anything, and a sparkline of anything, are well-formed and of their size', () => {
  const rows = fc.array(fc.record({ label: anyText, value: anyValue, previous: anyValue }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(anyLook, rows, anyValues, ({ width, language }, rows, values) => {
      const bars = barsPicture({ ...{ rows, width, language }, unit: 'tokens' });
      expect(sizeOf(bars)).toEqual([width, barsHeight(rows.length)]);
      expect(sizeOf(sparklinePicture(values))).toEqual([96, 24]);
    }),
  );
});

test('a gap is not bridged, and nothing is drawn of what is not known', () => {
  const svg = timeSeriesPicture(aSeries({ series: [{ label: 'a', values: withGap }] }));
  const [, outline = ''] = /<path d="([^"]+)" fill="none"/.exec(svg) ?? [];
  expect(outline.match(/M/g)).toHaveLength(3);
});
