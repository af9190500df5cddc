import { nsFromIso } from './time.ts';

/** What a tree needs of a span, besides when it starts. */
export interface TreeSpan {
  spanId: string;
  parentSpanId: string | null;
  durationMs: number;
}
/** Both the full span and the skeleton of the API are such. */
export interface TimedSpan extends TreeSpan {
  /** ISO 8601. */
  startTime: string;
}

/**
 * Why a node stands where it does. `orphan`: its parent is not among the spans. `cycle`: its ancestors lead back to
 * itself; the earliest span of the ring stands at the top. `duplicate`: another span has the same id.
 */
export type NodeMark = 'orphan' | 'cycle' | 'duplicate';

export interface TraceNode<S extends TreeSpan> {
  span: S;
  depth: number;
  /** Undefined for those at the top. */
  parent: TraceNode<S> | undefined;
  /** In order of start. */
  children: TraceNode<S>[];
  /** Spans below it, at any depth. */
  descendants: number;
  /** Milliseconds from the start of the trace. */
  offsetMs: number;
  mark: NodeMark | undefined;
  /** It starts before its parent: the clocks of two machines disagree. */
  skewed: boolean;
}

export interface TraceTree<S extends TreeSpan> {
  /** Real roots first, then orphans and broken cycles; each in order of start. */
  roots: TraceNode<S>[];
  /** All nodes, parents before children, as they read from top to bottom. */
  nodes: TraceNode<S>[];
  /** From the earliest start to the latest end. */
  durationMs: number;
}

/**
 * The tree of a trace, whatever arrived: every span stands in it exactly once. Takes time in proportion to the spans
 * (and their sorting), at any depth.
 */
export function buildTraceTree<S extends TimedSpan>(spans: readonly S[]): TraceTree<S> {
  const starts = new Map(spans.map((span) => [span, nsFromIso(span.startTime) ?? 0n]));
  return buildTreeOf(spans, (span) => starts.get(span) ?? 0n);
}

/** {@link buildTraceTree} for spans that are told otherwise when they start, in nanoseconds. */
export function buildTreeOf<S extends TreeSpan>(
  spans: readonly S[],
  startOf: (span: S) => bigint,
): TraceTree<S> {
  const sorted = [...spans].sort((a, b) => {
    const difference = startOf(a) - startOf(b);
    return difference === 0n
      ? a.spanId < b.spanId
        ? -1
        : a.spanId > b.spanId
          ? 1
          : 0
      : difference < 0n
        ? -1
        : 1;
  });
  const first = sorted[0];
  const startNs = first ? startOf(first) : 0n;
  const all = sorted.map((span): TraceNode<S> => {
    const offsetMs = Number(startOf(span) - startNs) / 1e6;
    return {
      span,
      depth: 0,
      parent: undefined,
      children: [],
      descendants: 0,
      offsetMs,
      mark: undefined,
      skewed: false,
    };
  });
  const byId = new Map<string, TraceNode<S>>();
  for (const node of all) {
    if (byId.has(node.span.spanId)) node.mark = 'duplicate';
    else byId.set(node.span.spanId, node);
  }
  const tops: TraceNode<S>[] = [];
  for (const node of all) {
    const parentId = node.span.parentSpanId ?? '';
    const parent = parentId === '' ? undefined : byId.get(parentId);
    if (parent === undefined || parent === node) {
      if (parentId !== '') node.mark ??= parent === node ? 'cycle' : 'orphan';
      tops.push(node);
    } else {
      node.parent = parent;
      parent.children.push(node);
    }
  }
  breakCycles(all, tops);
  const roots = [
    ...tops.filter((node) => node.mark === undefined),
    ...tops.filter((node) => node.mark !== undefined),
  ];
  const nodes = topToBottom(roots);
  for (const node of nodes.toReversed()) if (node.parent) node.parent.descendants += node.descendants + 1;
  const durationMs = all.reduce((end, node) => Math.max(end, node.offsetMs + node.span.durationMs), 0);
  return { roots, nodes, durationMs };
}

/** What hangs below no top is a ring or hangs on one: cut each ring above its earliest span. */
function breakCycles<S extends TreeSpan>(all: readonly TraceNode<S>[], tops: TraceNode<S>[]): void {
  const reached = new Set(topToBottom(tops));
  const place = new Map(all.map((node, i) => [node, i]));
  for (const start of all) {
    if (reached.has(start)) continue;
    const path = new Set<TraceNode<S>>();
    let node: TraceNode<S> = start;
    while (node.parent && !path.has(node)) {
      path.add(node);
      node = node.parent;
    }
    const members = [...path];
    const top = earliest(members.slice(members.indexOf(node)), place);
    top.parent?.children.splice(top.parent.children.indexOf(top), 1);
    top.parent = undefined;
    top.mark = 'cycle';
    tops.push(top);
    for (const each of topToBottom([top])) reached.add(each);
  }
}

const earliest = <N>(nodes: readonly N[], place: ReadonlyMap<N, number>): N =>
  nodes.reduce((first, node) => ((place.get(node) ?? 0) < (place.get(first) ?? 0) ? node : first));

function topToBottom<S extends TreeSpan>(roots: readonly TraceNode<S>[]): TraceNode<S>[] {
  const nodes: TraceNode<S>[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    node.depth = node.parent ? node.parent.depth + 1 : 0;
    node.skewed = node.parent !== undefined && node.offsetMs < node.parent.offsetMs;
    nodes.push(node);
    for (const child of node.children.toReversed()) stack.push(child);
  }
  return nodes;
}

/** The rows to show when the nodes of these span ids are folded. */
export function unfolded<S extends TreeSpan>(
  nodes: readonly TraceNode<S>[],
  folded: ReadonlySet<string>,
): TraceNode<S>[] {
  const rows: TraceNode<S>[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (node === undefined) break;
    rows.push(node);
    if (folded.has(node.span.spanId)) at += node.descendants;
  }
  return rows;
}
