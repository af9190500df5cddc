import type { AgentPath, PathEdge, PathNode } from '@pharos/core/agent-path';
import { type PlacedLine, placeGraph } from '../../components/graph/place.ts';

export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 54;

export interface PlacedNode extends PathNode {
  x: number;
  y: number;
  /** Share of the longest node's time, 0 to 1. */
  weight: number;
}

export interface PlacedEdge extends PathEdge, PlacedLine {
  /** Stroke width by time, in pixels. */
  width: number;
}

/** Places the nodes from left to right, in the order their first steps were taken. */
export function placePath({ nodes, edges }: AgentPath): { nodes: PlacedNode[]; edges: PlacedEdge[] } {
  const boxes = nodes.map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT }));
  const { corners, lines } = placeGraph(boxes, edges);
  const longest = Math.max(1e-9, ...nodes.map((node) => node.totalMs));
  const busiest = Math.max(1e-9, ...edges.map((edge) => edge.totalMs));
  return {
    nodes: nodes.map((node) => ({
      ...{ ...node, x: 0, y: 0, ...corners.get(node.id) },
      weight: node.totalMs / longest,
    })),
    edges: edges.flatMap((edge, i) => {
      const line = lines[i];
      return line ? [{ ...edge, ...line, width: 1.25 + 4.75 * Math.sqrt(edge.totalMs / busiest) }] : [];
    }),
  };
}
