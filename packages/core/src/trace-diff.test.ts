import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiSpan } from './api/spans.ts';
import { anApiSpan } from './testing/api-span.ts';
import { diffTraces } from './trace-diff.ts';
import { buildTraceTree } from './trace-tree.ts';

const diff = (left: ApiSpan[], right: ApiSpan[]) => diffTraces(buildTraceTree(left), buildTraceTree(right));
const names = (rows: ReturnType<typeof diff>) =>
  rows.map((row) => `${row.depth} ${row.left?.span.name ?? '-'} | ${row.right?.span.name ?? '-'}`);

const priced = (total: string) => ({ total, currency: 'USD', priced: true });

describe('comparing two traces', () => {
  it('puts the same steps side by side and says what differs', () => {
    const rows = diff(
      [
        anApiSpan({ spanId: 'a', name: 'agent' }),
        anApiSpan({
          spanId: 'a1',
          name: 'answer',
          parentSpanId: 'a',
          startMs: 1,
          durationMs: 400,
          status: 'error',
          usage: { total: 10, counted: true },
          cost: priced('0.002'),
        }),
      ],
      [
        anApiSpan({ spanId: 'b', name: 'agent' }),
        anApiSpan({
          spanId: 'b1',
          name: 'answer',
          parentSpanId: 'b',
          startMs: 1,
          durationMs: 150,
          usage: { total: 25, counted: true },
          cost: priced('0.003'),
        }),
      ],
    );
    expect(names(rows)).toEqual(['0 agent | agent', '1 answer | answer']);
    expect(rows[1]).toMatchObject({ durationMs: -250, tokens: 15, statusChanged: true });
    expect(rows[1]?.costUsd).toBeCloseTo(0.001, 12);
  });

  it('shows steps that only one side took, where they happened', () => {
    const child = (spanId: string, name: string, startMs: number) =>
      anApiSpan({ spanId, name, kind: name === 'plan' ? 'chain' : 'tool', parentSpanId: 'r', startMs });
    const rows = diff(
      [anApiSpan({ spanId: 'r' }), child('1', 'search', 1), child('2', 'plan', 2)],
      [anApiSpan({ spanId: 'r' }), child('1', 'search', 1), child('2', 'search', 2)],
    );
    expect(names(rows)).toEqual(['0 r | r', '1 search | search', '1 - | search', '1 plan | -']);
  });

  it('pairs an attempt that succeeded with the one that succeeded, not with the failed one before it', () => {
    const answer = (spanId: string, startMs: number, status: 'ok' | 'error') =>
      anApiSpan({ spanId, name: 'answer', kind: 'llm', parentSpanId: 'r', startMs, status });
    const rows = diff(
      [anApiSpan({ spanId: 'r' }), answer('1', 1, 'error'), answer('2', 2, 'ok')],
      [anApiSpan({ spanId: 'r' }), answer('1', 1, 'ok')],
    );
    expect(rows.slice(1).map((row) => [row.left?.span.spanId, row.right?.span.spanId])).toEqual([
      ['1', undefined],
      ['2', '1'],
    ]);
  });

  it('pairs a model call with the call of another model in its place', () => {
    const call = (name: string) =>
      anApiSpan({ spanId: 'x', name, kind: 'llm', parentSpanId: 'r', startMs: 1 });
    const rows = diff(
      [anApiSpan({ spanId: 'r' }), call('chat a')],
      [anApiSpan({ spanId: 'r' }), call('chat b')],
    );
    expect(rows[1]).toMatchObject({ renamed: true });
  });

  it('does not invent a saving when a cost is unknown', () => {
    const [row] = diff([anApiSpan({ spanId: 'r', cost: priced('1') })], [anApiSpan({ spanId: 'r' })]);
    expect(row?.costUsd).toBeUndefined();
  });

  it('shows every span of both exactly once, whatever the trees', () => {
    const spans = fc
      .array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), parent: fc.nat(30) }), { maxLength: 30 })
      .map((all) =>
        all.map(({ name, parent }, i) =>
          anApiSpan({ spanId: `${i}`, name, parentSpanId: parent === 0 ? null : `${parent}`, startMs: i }),
        ),
      );
    fc.assert(
      fc.property(spans, spans, (left, right) => {
        const rows = diff(left, right);
        const ids = (side: 'left' | 'right') => rows.flatMap((row) => row[side]?.span.spanId ?? []);
        expect(ids('left').sort()).toEqual(left.map((span) => span.spanId).sort());
        expect(ids('right').sort()).toEqual(right.map((span) => span.spanId).sort());
      }),
    );
  });
});
