import type { Plot } from '@pharos/core/charts/frame';
import { type SankeyGraph, sankey, sankeyJustify, sankeyLinkHorizontal } from 'd3-sankey';

/** So much goes from a name of one layer to a name of the next. */
export interface FlowLink {
  /** Layer of `from`; `to` is in the one after it. */
  layer: number;
  from: string;
  to: string;
  value: number;
}

export interface FlowNode {
  key: string;
  layer: number;
  name: string;
  value: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface FlowBand {
  key: string;
  source: FlowNode;
  target: FlowNode;
  value: number;
  path: string;
  thickness: number;
  /** Heights of its middle line at its source and at its target. */
  y0: number;
  y1: number;
}

export interface FlowLayout {
  nodes: FlowNode[];
  bands: FlowBand[];
}

/** Names of a layer that can be told apart; the smallest of what is more are one node. */
const MOST_NODES = 12;
export const REST = '\u0000rest';
const NODE_WIDTH = 8;
const GAP = 10;

const keyOf = (layer: number, name: string): string => `${layer} ${name}`;

/** Links whose smaller names are put together, so that no layer has more nodes than can be told apart. */
export function gathered(links: readonly FlowLink[]): FlowLink[] {
  const sums = new Map<string, { layer: number; name: string; value: number }>();
  const add = (layer: number, name: string, value: number) => {
    const key = keyOf(layer, name);
    const known = sums.get(key);
    sums.set(key, { layer, name, value: (known?.value ?? 0) + value });
  };
  const positive = links.filter(({ value }) => value > 0);
  for (const { layer, from, to, value } of positive) {
    add(layer, from, value);
    add(layer + 1, to, value);
  }
  const kept = new Set<string>();
  for (const layer of new Set([...sums.values()].map((each) => each.layer))) {
    const names = [...sums.values()].filter((each) => each.layer === layer).sort((a, b) => b.value - a.value);
    const most = names.length > MOST_NODES ? MOST_NODES - 1 : MOST_NODES;
    for (const { name } of names.slice(0, most)) kept.add(keyOf(layer, name));
  }
  const nameIn = (layer: number, name: string) => (kept.has(keyOf(layer, name)) ? name : REST);
  const merged = new Map<string, FlowLink>();
  for (const { layer, from, to, value } of positive) {
    const [source, target] = [nameIn(layer, from), nameIn(layer + 1, to)];
    const key = `${keyOf(layer, source)}\u0000${target}`;
    merged.set(key, { layer, from: source, to: target, value: (merged.get(key)?.value ?? 0) + value });
  }
  return [...merged.values()];
}

/** Nodes in columns, bands between them as thick as what flows: d3-sankey, whose order lets the fewest bands cross. */
export function layoutFlow(links: readonly FlowLink[], plot: Plot): FlowLayout {
  const shown = gathered(links);
  if (shown.length === 0) return { nodes: [], bands: [] };
  const ends = shown.flatMap(({ layer, from, to }) => [
    { key: keyOf(layer, from), layer, name: from },
    { key: keyOf(layer + 1, to), layer: layer + 1, name: to },
  ]);
  const nodes = [...new Map(ends.map((end) => [end.key, end])).values()];
  const most = Math.max(...[0, 1, 2, 3].map((layer) => nodes.filter((node) => node.layer === layer).length));
  const columns = [...new Set(nodes.map(({ layer }) => layer))].sort((a, b) => a - b);
  type Node = (typeof nodes)[number];
  const graph: SankeyGraph<Node, object> = {
    nodes: nodes.map((node) => ({ ...node })),
    links: shown.map(({ layer, from, to, value }) => ({
      source: keyOf(layer, from),
      target: keyOf(layer + 1, to),
      value,
    })),
  };
  const laid = sankey<Node, object>()
    .nodeId((node) => node.key)
    // Where nothing comes after, a node stays in its own column, as long as something leads through all of them.
    .nodeAlign((node, count) =>
      count === columns.length ? columns.indexOf(node.layer) : sankeyJustify(node, count),
    )
    .nodeWidth(NODE_WIDTH)
    .nodePadding(Math.min(GAP, plot.height / (most * 2)))
    .extent([
      [plot.x0, plot.y0],
      [plot.x1, plot.y1],
    ])(graph);
  const placed = new Map(
    laid.nodes.map((node): [string, FlowNode] => [
      node.key,
      {
        ...{ key: node.key, layer: node.layer, name: node.name, value: node.value ?? 0 },
        x: node.x0 ?? 0,
        y: node.y0 ?? 0,
        width: (node.x1 ?? 0) - (node.x0 ?? 0),
        height: Math.max(1, (node.y1 ?? 0) - (node.y0 ?? 0)),
      },
    ]),
  );
  const path = sankeyLinkHorizontal<Node, object>();
  const at = (end: unknown) => placed.get((end as Node).key);
  const bands = laid.links.flatMap((link): FlowBand[] => {
    const [source, target] = [at(link.source), at(link.target)];
    if (!source || !target) return [];
    return [
      {
        ...{ key: `${source.key} ${target.key}`, source, target, value: link.value },
        path: rounded(path(link) ?? ''),
        thickness: Math.max(1, link.width ?? 1),
        ...{ y0: link.y0 ?? 0, y1: link.y1 ?? 0 },
      },
    ];
  });
  return { nodes: [...placed.values()], bands };
}

/** The height of a band's middle at a place between its ends: the curve is all but 3t² − 2t³. */
export function middleAt({ source, target, y0, y1 }: FlowBand, x: number): number {
  const from = source.x + source.width;
  const t = Math.min(Math.max((x - from) / Math.max(1, target.x - from), 0), 1);
  return y0 + (y1 - y0) * (3 * t * t - 2 * t ** 3);
}

/** The band at a place, or the next one above or below it; undefined beside them all. */
export function bandAt(bands: readonly FlowBand[], x: number, y: number): number | undefined {
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  bands.forEach((band, stop) => {
    if (x < band.source.x || x > band.target.x + band.target.width) return;
    const distance = Math.abs(y - middleAt(band, x)) - band.thickness / 2;
    if (distance < least) [least, found] = [distance, stop];
  });
  return found;
}

const rounded = (path: string): string =>
  path.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
