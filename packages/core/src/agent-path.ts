import type { SpanSkeleton } from './api/spans.ts';
import { stepId, stepLabel, stepsAmong } from './paths/step.ts';
import type { SpanKind } from './span.ts';
import type { TraceNode } from './trace-tree.ts';

/** All steps of one kind and name. */
export interface PathNode {
  id: string;
  kind: SpanKind;
  /** The agent, tool or model; the span's name where none is given; '' for the rest that did not fit. */
  label: string;
  count: number;
  totalMs: number;
  errors: number;
  tokens: number;
  /** How many further names this node stands for; 0 for an ordinary node. */
  merged: number;
  /** The first of its spans, to open. */
  spanId: string;
}

/** Steps that one node started at another. */
export interface PathEdge {
  from: string;
  to: string;
  count: number;
  totalMs: number;
  errors: number;
  /** Rank of its first step in the trace, from 1. */
  first: number;
}

export interface AgentPath {
  nodes: PathNode[];
  edges: PathEdge[];
}

/**
 * The way a trace went through its agents, models and tools: steps of the same kind and name are one node, an edge
 * leads from whoever started a step. Plain spans are passed through, unless the trace has nothing else. At most
 * `limit` names; the least used of a kind are merged into one node.
 */
export function agentPathOf(nodes: readonly TraceNode<SpanSkeleton>[], limit = 60): AgentPath {
  const steps = stepsAmong(nodes);
  const idOf = namesWithin(steps, limit);
  const shown = new Set(steps);
  const found = new Map<string, PathNode>();
  const edges = new Map<string, PathEdge>();
  const inOrder = [...steps].sort((a, b) => a.offsetMs - b.offsetMs);
  for (const [rank, node] of inOrder.entries()) {
    const { span } = node;
    const { id, merged } = idOf(span);
    let starter = node.parent;
    while (starter && !shown.has(starter)) starter = starter.parent;
    const from = starter ? idOf(starter.span).id : undefined;
    const failed = span.status === 'error' ? 1 : 0;
    const tokens = span.usage?.counted ? span.usage.total : 0;
    const known = found.get(id);
    // A step inside a step of the same name (a wrapper, a recursion) is that step seen closer.
    const closer = from === id;
    if (known) {
      if (!closer) known.count++;
      if (!closer) known.totalMs += span.durationMs;
      known.errors += failed;
      known.tokens += tokens;
    } else {
      found.set(id, {
        id,
        kind: span.kind,
        label: merged ? '' : stepLabel(span),
        count: 1,
        totalMs: span.durationMs,
        errors: failed,
        tokens,
        merged,
        spanId: span.spanId,
      });
    }
    if (from === undefined || closer) continue;
    const key = JSON.stringify([from, id]);
    const edge = edges.get(key);
    if (edge) {
      edge.count++;
      edge.totalMs += span.durationMs;
      edge.errors += failed;
    } else
      edges.set(key, { from, to: id, count: 1, totalMs: span.durationMs, errors: failed, first: rank + 1 });
  }
  return { nodes: [...found.values()], edges: [...edges.values()] };
}

/** Names the node of a span, so that no more than `limit` names (and one more a kind) exist. */
function namesWithin(steps: readonly TraceNode<SpanSkeleton>[], limit: number) {
  const uses = new Map<string, number>();
  for (const { span } of steps) uses.set(stepId(span), (uses.get(stepId(span)) ?? 0) + 1);
  const kept = new Set(
    [...uses]
      .sort(([, a], [, b]) => b - a)
      .slice(0, limit)
      .map(([key]) => key),
  );
  const dropped = new Map<SpanKind, Set<string>>();
  for (const { span } of steps) {
    if (kept.has(stepId(span))) continue;
    const names = dropped.get(span.kind) ?? new Set();
    dropped.set(span.kind, names.add(stepId(span)));
  }
  return (span: SpanSkeleton) =>
    kept.has(stepId(span))
      ? { id: stepId(span), merged: 0 }
      : { id: span.kind, merged: dropped.get(span.kind)?.size ?? 0 };
}
