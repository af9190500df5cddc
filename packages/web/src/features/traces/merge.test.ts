import type { TraceSummary } from '@pharos/core/api/spans';
import { describe, expect, it } from 'vitest';
import { MOST_FRESH, mergeFresh, withAnswer } from './merge.ts';

const trace = (traceId: string, second: number, spanCount = 1): TraceSummary => ({
  traceId,
  name: '',
  startTime: new Date(Date.UTC(2026, 10, 23) + second * 1000).toISOString(),
  endTime: '',
  durationMs: 0,
  status: 'ok',
  errorCount: 0,
  spanCount,
  usage: { input: 0, cachedRead: 0, cacheWrite: 0, output: 0, reasoning: 0, total: 0, estimated: 0 },
  cost: { total: '0', currency: 'USD', unpricedSpans: 0 },
  timeToFirstTokenMs: null,
  models: [],
  agents: [],
  userId: null,
  sessionId: null,
  environment: null,
  release: null,
  service: null,
  tags: [],
  inputPreview: '',
  outputPreview: '',
});
const ids = (traces: TraceSummary[]) => traces.map((each) => each.traceId);

describe('a live list', () => {
  it('puts arrivals on top, the newest first, each once', () => {
    const pages = [trace('b', 2), trace('a', 1)];
    expect(ids(mergeFresh([trace('d', 4), trace('c', 3), trace('b', 2)], pages))).toEqual([
      'd',
      'c',
      'b',
      'a',
    ]);
  });
  it('shows a trace that grew in its latest form, where it stands', () => {
    const rows = mergeFresh([trace('a', 1, 9)], [trace('b', 2), trace('a', 1)]);
    expect(rows.map((row) => [row.traceId, row.spanCount])).toEqual([
      ['b', 1],
      ['a', 9],
    ]);
  });
  it('keeps a bounded number of arrivals', () => {
    const many = Array.from({ length: MOST_FRESH + 20 }, (_, i) => trace(`t${i}`, i));
    const kept = withAnswer([], many);
    expect(kept).toHaveLength(MOST_FRESH);
    expect(kept[0]?.traceId).toBe(`t${MOST_FRESH + 19}`);
  });
});
