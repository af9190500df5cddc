import { Graph, layout } from '@dagrejs/dagre';
import { curveMonotoneX, line } from 'd3-shape';

interface Box {
  id: string;
  width: number;
  height: number;
}
interface Link {
  from: string;
  to: string;
}

export interface Placed {
  /** The left upper corner of each box, by id. */
  corners: ReadonlyMap<string, Point>;
  /** One for each link, in their order. */
  lines: readonly PlacedLine[];
  width: number;
  height: number;
}
export interface PlacedLine {
  /** An SVG path that goes round the boxes between its ends. */
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

/** Places boxes from left to right along their links, so far apart; those told first stand above. */
export function placeGraph(boxes: readonly Box[], links: readonly Link[], gap = 80): Placed {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: gap, marginx: 16, marginy: 28 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Dagre stacks from the bottom up what it is told first.
  for (const { id, width, height } of boxes.toReversed()) graph.setNode(id, { width, height });
  for (const { from, to } of links.toReversed()) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placeOf = (id: string) => graph.node(id) as Point & { width: number; height: number };
  return {
    ...{ width, height },
    corners: new Map(
      boxes.map((box) => {
        const { x, y } = placeOf(box.id);
        return [box.id, { x: x - box.width / 2, y: y - box.height / 2 }];
      }),
    ),
    lines: links.map(({ from: source, to: target }) => {
      const { points: bends } = graph.edge(source, target) as { points: Point[] };
      const [from, to] = [placeOf(source), placeOf(target)];
      if (source === target) return around(from);
      // Steps begin at the right of a box and end at the left of one, or turn back at its middle.
      const forward = from.x < to.x;
      const points = [
        { x: from.x + (forward ? from.width / 2 : 0), y: from.y },
        ...bends.slice(1, -1),
        { x: to.x - (forward ? to.width / 2 : 0), y: to.y },
      ];
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
      return { path: smooth(points) ?? '', labelX: middle.x, labelY: middle.y };
    }),
  };
}

/** A loop above a box, from its right shoulder to its left one. */
function around({ x, y, width, height }: Point & { width: number; height: number }): PlacedLine {
  const top = y - height / 2;
  const [right, left, over] = [x + width / 4, x - width / 4, top - 22];
  return {
    path: `M${right},${top}C${right},${over} ${left},${over} ${left},${top}`,
    labelX: x,
    labelY: top - 16,
  };
}
