import { anApiSpan } from '@pharos/core/testing/api-span';
import { buildTraceTree } from '@pharos/core/trace-tree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf, minimapPaths, ticksOf } from './layout.ts';

describe('a bar on the shared time axis', () => {
  it('is cut to the window and says so', () => {
    expect(barOf(50, 100, { fromMs: 100, toMs: 300 })).toEqual({
      left: 0,
      width: 25,
      cutBefore: true,
      cutAfter: false,
    });
  });
  it('is absent when the step lies outside', () => {
    expect(barOf(0, 10, { fromMs: 100, toMs: 300 })).toBeUndefined();
  });
  it('stands still for a trace without any length', () => {
    expect(barOf(0, 0, { fromMs: 0, toMs: 0 })).toMatchObject({ left: 0, width: 0 });
  });
});

describe('ticks', () => {
  const moments = (fromMs: number, toMs: number) => ticksOf({ fromMs, toMs }, 5).ticks.map((tick) => tick.ms);
  it('are round in the unit people count in', () => {
    expect(moments(0, 9840)).toEqual([0, 2000, 4000, 6000, 8000]);
    expect(moments(0, 0.8)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8]);
    expect(moments(0, 250_000)).toEqual([0, 60_000, 120_000, 180_000, 240_000]);
    expect(moments(3000, 4000)).toEqual([3000, 3200, 3400, 3600, 3800, 4000]);
  });
  it('are few and inside the window, whatever its length', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e10, noNaN: true }),
        (from, length) => {
          const { ticks } = ticksOf({ fromMs: from, toMs: from + length }, 6);
          expect(ticks.length).toBeLessThanOrEqual(7);
          for (const tick of ticks) {
            expect(tick.left).toBeGreaterThanOrEqual(0);
            expect(tick.left).toBeLessThanOrEqual(100.0001);
          }
        },
      ),
    );
  });
});

describe('the minimap', () => {
  it('joins what shares a pixel row, so that a large trace stays a small drawing', () => {
    const spans = Array.from({ length: 10_000 }, (_, i) =>
      anApiSpan({ spanId: `${i}`, parentSpanId: i === 0 ? null : '0', startMs: i, durationMs: 3 }),
    );
    const tree = buildTraceTree(spans);
    const paths = minimapPaths(tree.nodes, tree.durationMs, 1000, 36);
    expect(paths).toHaveLength(1);
    expect(paths[0]?.path.length).toBeLessThan(20_000);
  });
  it('draws errors above everything else', () => {
    const spans = [
      anApiSpan({ spanId: 'a', status: 'error' }),
      anApiSpan({ spanId: 'b', kind: 'llm', parentSpanId: 'a', startMs: 1 }),
    ];
    const tree = buildTraceTree(spans);
    expect(minimapPaths(tree.nodes, tree.durationMs, 100, 8).map((path) => path.paint)).toEqual([
      'llm',
      'error',
    ]);
  });
});
