import { describe, expect, it } from 'vitest';
import { agentPathOf } from './agent-path.ts';
import { anApiSpan } from './testing/api-span.ts';
import { buildTraceTree } from './trace-tree.ts';

const pathOf = (spans: ReturnType<typeof anApiSpan>[], limit?: number) =>
  agentPathOf(buildTraceTree(spans).nodes, limit);

describe('the path of a trace through its agents', () => {
  it('is one node a name with counts, time and errors, and edges from whoever started the step', () => {
    const path = pathOf([
      anApiSpan({ spanId: 'a', kind: 'agent', agentName: 'support', durationMs: 900 }),
      anApiSpan({ spanId: 'c', kind: 'chain', parentSpanId: 'a', startMs: 1 }),
      anApiSpan({
        spanId: 'm1',
        kind: 'llm',
        model: 'gpt-4.1',
        parentSpanId: 'c',
        startMs: 2,
        durationMs: 100,
        status: 'error',
      }),
      anApiSpan({
        spanId: 'm2',
        kind: 'llm',
        model: 'gpt-4.1',
        parentSpanId: 'c',
        startMs: 3,
        durationMs: 50,
      }),
      anApiSpan({ spanId: 't', kind: 'tool', toolName: 'lookup', parentSpanId: 'a', startMs: 4 }),
    ]);
    expect(path.nodes.map((node) => [node.label, node.count, node.totalMs, node.errors])).toEqual([
      ['support', 1, 900, 0],
      ['gpt-4.1', 2, 150, 1],
      ['lookup', 1, 100, 0],
    ]);
    const label = (id: string) => path.nodes.find((node) => node.id === id)?.label;
    expect(path.edges.map((edge) => [label(edge.from), label(edge.to), edge.count, edge.first])).toEqual([
      ['support', 'gpt-4.1', 2, 2],
      ['support', 'lookup', 1, 4],
    ]);
  });

  it('counts a wrapper around a call of the same model once', () => {
    const path = pathOf([
      anApiSpan({ spanId: 'outer', kind: 'llm', model: 'm', durationMs: 100 }),
      anApiSpan({ spanId: 'inner', kind: 'llm', model: 'm', parentSpanId: 'outer', startMs: 1 }),
    ]);
    expect(path.nodes).toMatchObject([{ label: 'm', count: 1, totalMs: 100 }]);
    expect(path.edges).toEqual([]);
  });

  it('shows plain spans when there is nothing else', () => {
    const path = pathOf([
      anApiSpan({ spanId: 'http' }),
      anApiSpan({ spanId: 'db', parentSpanId: 'http', startMs: 1 }),
    ]);
    expect(path.nodes.map((node) => node.label)).toEqual(['http', 'db']);
    expect(path.edges).toHaveLength(1);
  });

  it('merges the least used names of a kind when there are too many', () => {
    const tools = Array.from({ length: 50 }, (_, i) =>
      anApiSpan({ spanId: `t${i}`, kind: 'tool', toolName: `tool-${i}`, parentSpanId: 'a', startMs: i + 1 }),
    );
    const path = pathOf([anApiSpan({ spanId: 'a', kind: 'agent' }), ...tools], 10);
    expect(path.nodes).toHaveLength(11);
    expect(path.nodes.find((node) => node.merged > 0)).toMatchObject({ kind: 'tool', merged: 41, count: 41 });
  });
});
