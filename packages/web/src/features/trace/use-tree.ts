import type { SpanSkeleton } from '@pharos/core/api/spans';
import { buildTraceTree, type TraceNode, type TraceTree, unfolded } from '@pharos/core/trace-tree';
import { useMemo, useState } from 'react';
import { ancestorIds, matchesIn, neighbourAmong } from './find.ts';

type Node = TraceNode<SpanSkeleton>;

export interface TreeView {
  tree: TraceTree<SpanSkeleton>;
  /** What is in sight, from top to bottom. */
  rows: Node[];
  folded: ReadonlySet<string>;
  selected: Node | undefined;
  matches: Node[];
  errors: Node[];
  select: (node: Node) => void;
  toggle: (node: Node) => void;
  /** To the next or previous row in sight. */
  move: (step: 1 | -1) => void;
  /** Unfolds it, or goes to its first child. */
  inward: () => void;
  /** Folds it, or goes to its parent when there is nothing to fold. */
  outward: () => void;
  /** To the next or previous of some steps, folded away or not. */
  walk: (some: readonly Node[], step: 1 | -1) => void;
}

/** The tree of a trace with what is folded, chosen and found; choosing reports the id, which lives in the URL. */
export function useTree(
  spans: readonly SpanSkeleton[],
  spanId: string | undefined,
  find: string,
  onSelect: (spanId: string) => void,
): TreeView {
  const tree = useMemo(() => buildTraceTree(spans), [spans]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => unfolded(tree.nodes, folded), [tree, folded]);
  const matches = useMemo(() => matchesIn(tree, find), [tree, find]);
  const errors = useMemo(() => tree.nodes.filter((node) => node.span.status === 'error'), [tree]);
  const byId = useMemo(() => new Map(tree.nodes.map((node) => [node.span.spanId, node])), [tree]);
  const selected = (spanId === undefined ? undefined : byId.get(spanId)) ?? tree.nodes[0];

  const select = (node: Node) => {
    const hidden = ancestorIds(node).filter((id) => folded.has(id));
    if (hidden.length > 0) setFolded(new Set([...folded].filter((id) => !hidden.includes(id))));
    onSelect(node.span.spanId);
  };
  const setFold = (node: Node, fold: boolean) => {
    const next = new Set(folded);
    if (fold) next.add(node.span.spanId);
    else next.delete(node.span.spanId);
    setFolded(next);
  };
  const isFolded = (node: Node) => folded.has(node.span.spanId);
  return {
    tree,
    rows,
    folded,
    selected,
    matches,
    errors,
    select,
    toggle: (node) => setFold(node, !isFolded(node)),
    move: (step) => {
      const next = selected && rows[rows.indexOf(selected) + step];
      if (next) select(next);
    },
    inward: () => {
      if (!selected) return;
      const first = selected.children[0];
      if (isFolded(selected)) setFold(selected, false);
      else if (first) select(first);
    },
    outward: () => {
      if (!selected) return;
      if (selected.children.length > 0 && !isFolded(selected)) setFold(selected, true);
      else if (selected.parent) select(selected.parent);
    },
    walk: (some, step) => {
      const next = neighbourAmong(tree, some, selected, step);
      if (next) select(next);
    },
  };
}
