import type { SpanSkeleton } from './api/spans.ts';
import type { TraceNode, TraceTree } from './trace-tree.ts';

type Node = TraceNode<SpanSkeleton>;

/**
 * One step of either trace, or the same step of both. `renamed`: the same kind of step at the same place under another
 * name, as when the model was changed.
 */
export interface DiffRow {
  /** Stable within one comparison. */
  id: string;
  depth: number;
  left: Node | undefined;
  right: Node | undefined;
  renamed: boolean;
  /** Right minus left; undefined when one side lacks the step (or, for the last two, the figure). */
  durationMs: number | undefined;
  tokens: number | undefined;
  costUsd: number | undefined;
  statusChanged: boolean;
}

/** What two steps must have in common to be the same one, the closest likeness first. */
const outcomeKey = (node: Node) => JSON.stringify([node.span.kind, node.span.name, node.span.status]);
const nameKey = (node: Node) => JSON.stringify([node.span.kind, node.span.name]);
const kindKey = (node: Node) => node.span.kind;
const LIKENESS = [outcomeKey, nameKey, kindKey] as const;

/** Pairs the n-th of a key on the left with the n-th of that key on the right. */
function pairUp(
  left: readonly Node[],
  right: readonly Node[],
  keyOf: (node: Node) => string,
): Map<Node, Node> {
  const waiting = new Map<string, Node[]>();
  for (const node of right.toReversed()) {
    const key = keyOf(node);
    const queue = waiting.get(key);
    if (queue) queue.push(node);
    else waiting.set(key, [node]);
  }
  const pairs = new Map<Node, Node>();
  for (const node of left) {
    const partner = waiting.get(keyOf(node))?.pop();
    if (partner) pairs.set(node, partner);
  }
  return pairs;
}

interface Pair {
  left: Node | undefined;
  right: Node | undefined;
}

/** Siblings side by side: by name and outcome, then by name, then what is left by kind; the right's own steps follow their neighbour. */
function align(left: readonly Node[], right: readonly Node[]): Pair[] {
  const pairs = new Map<Node, Node>();
  for (const keyOf of LIKENESS) {
    const taken = new Set(pairs.values());
    const more = pairUp(
      left.filter((node) => !pairs.has(node)),
      right.filter((node) => !taken.has(node)),
      keyOf,
    );
    for (const [node, partner] of more) pairs.set(node, partner);
  }
  const paired = new Set(pairs.values());
  const onlyRightAfter = new Map<Node | undefined, Node[]>();
  let neighbour: Node | undefined;
  for (const node of right) {
    if (paired.has(node)) {
      neighbour = node;
      continue;
    }
    const own = onlyRightAfter.get(neighbour);
    if (own) own.push(node);
    else onlyRightAfter.set(neighbour, [node]);
  }
  const own = (after: Node | undefined): Pair[] =>
    (onlyRightAfter.get(after) ?? []).map((node) => ({ left: undefined, right: node }));
  return [
    ...own(undefined),
    ...left.flatMap((node): Pair[] => {
      const partner = pairs.get(node);
      return [{ left: node, right: partner }, ...(partner ? own(partner) : [])];
    }),
  ];
}

const difference = (left: number | undefined, right: number | undefined) =>
  left === undefined || right === undefined ? undefined : right - left;
const tokensOf = (node: Node | undefined) => node?.span.usage?.total;
const costOf = (node: Node | undefined) =>
  node?.span.cost?.priced ? Number(node.span.cost.total) : undefined;

/** Two traces, step beside step, in the order of the left one. Every span of both appears exactly once. */
export function diffTraces(left: TraceTree<SpanSkeleton>, right: TraceTree<SpanSkeleton>): DiffRow[] {
  const rows: DiffRow[] = [];
  const stack: (Pair & { depth: number })[] = [];
  const push = (pairs: Pair[], depth: number) => {
    for (const pair of pairs.toReversed()) stack.push({ ...pair, depth });
  };
  push(align(left.roots, right.roots), 0);
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const { left: a, right: b, depth } = pair;
    rows.push({
      id: JSON.stringify([a?.span.spanId ?? null, b?.span.spanId ?? null, rows.length]),
      depth,
      left: a,
      right: b,
      renamed: a !== undefined && b !== undefined && a.span.name !== b.span.name,
      durationMs: difference(a?.span.durationMs, b?.span.durationMs),
      tokens: difference(tokensOf(a), tokensOf(b)),
      costUsd: difference(costOf(a), costOf(b)),
      statusChanged: a !== undefined && b !== undefined && a.span.status !== b.span.status,
    });
    push(align(a?.children ?? [], b?.children ?? []), depth + 1);
  }
  return rows;
}
