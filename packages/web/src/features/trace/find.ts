import type { SpanSkeleton } from '@pharos/core/api/spans';
import type { TraceNode, TraceTree } from '@pharos/core/trace-tree';

type Node = TraceNode<SpanSkeleton>;

/** Whether a step holds the text in what is known of it without loading it. */
export function holds(span: SpanSkeleton, wanted: string): boolean {
  return [
    span.name,
    span.model,
    span.toolName,
    span.agentName,
    span.statusMessage,
    span.inputPreview,
    span.outputPreview,
    span.spanId,
  ].some((text) => text?.toLowerCase().includes(wanted));
}

/** The steps that hold the text, from top to bottom; none for an empty text. */
export function matchesIn(tree: TraceTree<SpanSkeleton>, text: string): Node[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? [] : tree.nodes.filter((node) => holds(node.span, wanted));
}

/** The one after (or before) the current step among some steps of the tree, going round at the ends. */
export function neighbourAmong(
  tree: TraceTree<SpanSkeleton>,
  some: readonly Node[],
  current: Node | undefined,
  step: 1 | -1,
): Node | undefined {
  if (some.length === 0) return undefined;
  const place = new Map(tree.nodes.map((node, index) => [node, index]));
  const at = current ? (place.get(current) ?? -1) : -1;
  const after = (node: Node) => (place.get(node) ?? 0) > at;
  const before = (node: Node) => (place.get(node) ?? 0) < at;
  return step === 1 ? (some.find(after) ?? some[0]) : (some.findLast(before) ?? some.at(-1));
}

/** Its ancestors' ids: what must be unfolded to see it. */
export function ancestorIds(node: Node): string[] {
  const ids: string[] = [];
  for (let parent = node.parent; parent; parent = parent.parent) ids.push(parent.span.spanId);
  return ids;
}
