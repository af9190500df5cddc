import { agentPathOf } from '@pharos/core/agent-path';
import { anApiSpan } from '@pharos/core/testing/api-span';
import { buildTraceTree } from '@pharos/core/trace-tree';
import { describe, expect, it } from 'vitest';
import { NODE_HEIGHT, NODE_WIDTH, placePath } from './graph-layout.ts';

const tool = (name: string, startMs: number, durationMs: number) =>
  anApiSpan({ spanId: name, kind: 'tool', toolName: name, parentSpanId: 'agent', startMs, durationMs });

describe('the drawing of a path', () => {
  const { nodes, edges } = placePath(
    agentPathOf(
      buildTraceTree([
        anApiSpan({ spanId: 'agent', kind: 'agent', agentName: 'agent', durationMs: 900 }),
        tool('first', 1, 400),
        tool('second', 500, 10),
        tool('third', 600, 10),
      ]).nodes,
    ),
  );
  const at = (label: string) => nodes.find((node) => node.label === label);

  it('goes from left to right and keeps the order of the steps from top to bottom', () => {
    const [agent, first, second, third] = ['agent', 'first', 'second', 'third'].map(at);
    expect(agent?.x).toBeLessThan(first?.x ?? 0);
    expect(first?.y).toBeLessThan(second?.y ?? 0);
    expect(second?.y).toBeLessThan(third?.y ?? 0);
  });

  it('puts no node on another', () => {
    for (const a of nodes) {
      for (const b of nodes) {
        if (a === b) continue;
        expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
      }
    }
  });

  it('draws the way that took longest thickest', () => {
    const [long, short] = edges;
    expect(long?.width).toBeGreaterThan(short?.width ?? 0);
    expect(long?.path).toMatch(/^M/);
  });
});
