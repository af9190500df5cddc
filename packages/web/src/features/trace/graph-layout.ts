import { Graph, layout } from '@dagrejs/dagre';
import type { AgentPath, PathEdge, PathNode } from '@pharos/core/agent-path';
import { curveMonotoneX, line } from 'd3-shape';

export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 54;

export interface PlacedNode extends PathNode {
  x: number;
  y: number;
  /** Share of the longest node's time, 0 to 1. */
  weight: number;
}

export interface PlacedEdge extends PathEdge {
  /** Stroke width by time, in pixels. */
  width: number;
  /** An SVG path that goes round the nodes between its ends. */
  path: string;
  /** Where its label stands. */
  labelX: number;
  labelY: number;
}

type Point = { x: number; y: number };
const smooth = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveMonotoneX);

/** Places the nodes from left to right, in the order their first steps were taken. */
export function placePath(path: AgentPath): { nodes: PlacedNode[]; edges: PlacedEdge[] } {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 80, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Dagre stacks from the bottom up what it is told first.
  for (const node of path.nodes.toReversed())
    graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const edge of path.edges.toReversed()) graph.setEdge(edge.from, edge.to);
  layout(graph);
  const longest = Math.max(1e-9, ...path.nodes.map((node) => node.totalMs));
  const busiest = Math.max(1e-9, ...path.edges.map((edge) => edge.totalMs));
  return {
    nodes: path.nodes.map((node) => {
      const { x, y } = graph.node(node.id) as { x: number; y: number };
      return { ...node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2, weight: node.totalMs / longest };
    }),
    edges: path.edges.map((edge) => {
      const { points: bends } = graph.edge(edge.from, edge.to) as { points: Point[] };
      const [from, to] = [graph.node(edge.from) as Point, graph.node(edge.to) as Point];
      // Steps begin at the right of a node and end at the left of one, or turn back at its middle.
      const side = from.x < to.x ? NODE_WIDTH / 2 : 0;
      const points = [{ x: from.x + side, y: from.y }, ...bends.slice(1, -1), { x: to.x - side, y: to.y }];
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
      return {
        ...edge,
        width: 1.25 + 4.75 * Math.sqrt(edge.totalMs / busiest),
        path: smooth(points) ?? '',
        labelX: middle.x,
        labelY: middle.y,
      };
    }),
  };
}
