import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTraceTree, type TimedSpan, unfolded } from './trace-tree.ts';

const aSpan = (
  spanId: string,
  parentSpanId: string | null = null,
  startMs = 0,
  durationMs = 1,
): TimedSpan => ({
  spanId,
  parentSpanId,
  startTime: new Date(1_700_000_000_000 + startMs).toISOString(),
  durationMs,
});

const outline = (spans: TimedSpan[]) =>
  buildTraceTree(spans).nodes.map(
    (node) => `${'  '.repeat(node.depth)}${node.span.spanId}${node.mark ? ` ${node.mark}` : ''}`,
  );

describe('trace tree', () => {
  it('hangs children under their parents in order of start, whatever order they come in', () => {
    expect(outline([aSpan('c', 'a', 2), aSpan('d', 'b', 3), aSpan('b', 'a', 1), aSpan('a')])).toEqual([
      'a',
      '  b',
      '    d',
      '  c',
    ]);
  });

  it('stands orphans beside the root and says so', () => {
    expect(outline([aSpan('lost', 'gone', 0), aSpan('child', 'lost', 1), aSpan('root', null, 5)])).toEqual([
      'root',
      'lost orphan',
      '  child',
    ]);
  });

  it('takes two roots, and an empty parent id as none', () => {
    expect(outline([aSpan('b', '', 1), aSpan('a')])).toEqual(['a', 'b']);
  });

  it('cuts a ring above its earliest span and keeps what hangs on it', () => {
    expect(
      outline([
        aSpan('early', 'b', 0),
        aSpan('a', 'c', 2),
        aSpan('b', 'a', 1),
        aSpan('c', 'b', 3),
        aSpan('root', null, 9),
      ]),
    ).toEqual(['root', 'b cycle', '  early', '  c', '    a']);
    expect(outline([aSpan('self', 'self')])).toEqual(['self cycle']);
  });

  it('keeps a span whose id is taken', () => {
    expect(outline([aSpan('a'), aSpan('a', null, 1), aSpan('b', 'a', 2)])).toEqual([
      'a',
      '  b',
      'a duplicate',
    ]);
  });

  it('measures from the earliest start to the latest end, with microseconds', () => {
    const tree = buildTraceTree([
      { ...aSpan('a', null, 0, 1.5), startTime: '2026-01-01T00:00:00.000250Z' },
      { ...aSpan('b', 'a', 0, 2), startTime: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(tree.durationMs).toBe(2);
    expect(tree.nodes.map((node) => [node.offsetMs, node.skewed])).toEqual([
      [0.25, false],
      [0, true],
    ]);
  });

  it('leaves out what is below folded nodes', () => {
    const { nodes } = buildTraceTree([
      aSpan('a'),
      aSpan('b', 'a', 1),
      aSpan('c', 'b', 2),
      aSpan('d', 'a', 3),
    ]);
    expect(unfolded(nodes, new Set(['b'])).map((node) => node.span.spanId)).toEqual(['a', 'b', 'd']);
  });

  it('is fast and does not overflow on 20,000 nested spans, as many in one ring, or in 10,000 rings', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => aSpan(`s${i}`, i === 0 ? null : `s${i - 1}`, i));
    expect(buildTraceTree(chain).nodes.at(-1)?.depth).toBe(19_999);
    const ring = [aSpan('s0', 's19999'), ...chain.slice(1)];
    expect(buildTraceTree(ring).nodes).toHaveLength(20_000);
    const rings = Array.from({ length: 20_000 }, (_, i) => aSpan(`s${i}`, `s${i ^ 1}`, i));
    expect(buildTraceTree(rings).roots).toHaveLength(10_000);
  });

  it('places every span exactly once for any parents at all', () => {
    const id = fc.integer({ min: 0, max: 12 }).map(String);
    const span = fc
      .record({ id, parent: fc.option(id), start: fc.integer({ min: 0, max: 5 }) })
      .map(({ id, parent, start }) => aSpan(id, parent, start));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
        const { nodes, roots } = buildTraceTree(spans);
        expect(new Set(nodes.map((node) => node.span))).toEqual(new Set(spans));
        expect(nodes).toHaveLength(spans.length);
        expect(roots.reduce((sum, root) => sum + root.descendants + 1, 0)).toBe(spans.length);
        for (const node of nodes) {
          expect(
            node.children.every((child) => child.parent === node && child.depth === node.depth + 1),
          ).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
