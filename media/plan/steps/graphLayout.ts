import { Graph, layout } from '@dagrejs/dagre';
import type { BoardStep } from '#protocol/views/plan';

/** A place in the drawing, in pixels before zooming. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a step is drawn: its upper left corner. */
export interface PlacedStep extends Point {
  readonly id: string;
  readonly index: number;
}

/** A line between two steps with the box around it, so that only those in sight are drawn. */
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'needs' | 'else' | 'error';
  readonly path: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The drawing of a plan. */
export interface GraphPlan {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly PlacedStep[];
  readonly edges: readonly PlacedEdge[];
}

/** The size of a step in pixels before zooming. */
export const stepSize = { width: 224, height: 60 } as const;

const gap = 24;
const margin = 16;

/** Lays the steps out in layers from top to bottom; steps that nothing joins stand in rows of their own below. */
export function graphPlan(steps: readonly BoardStep[]): GraphPlan {
  const joined = new Set(steps.flatMap(({ id, needs }) => (needs.length > 0 ? [id, ...needs] : [])));
  const graph = layered(steps.filter(({ id }) => joined.has(id)));
  const size = graph.nodeCount() === 0 ? { width: 0, height: 0 } : graph.graph();
  const [width = 0, height = 0] = [size.width, size.height];
  const places = new Map<string, Point>();
  for (const id of graph.nodes()) {
    const { x = 0, y = 0 } = graph.node(id);
    places.set(id, { x: x - stepSize.width / 2, y: y - stepSize.height / 2 });
  }
  const loose = steps.filter(({ id }) => !joined.has(id)).map(({ id }) => id);
  const rows = looseRows(loose, Math.max(width, 3 * (stepSize.width + gap)), height, places);
  const placed = steps.flatMap(({ id }, index) => {
    const place = places.get(id);
    return place === undefined ? [] : [{ id, index, ...place }];
  });
  return {
    width: Math.max(width, rows.width),
    height: Math.max(height, rows.height),
    steps: placed,
    edges: [...needEdges(graph), ...jumpEdges(steps, places)],
  };
}

function layered(steps: readonly BoardStep[]): Graph {
  const graph = new Graph({ multigraph: false });
  // The most thorough ways take three times as long for hundreds of steps, and draw them no better.
  const isLarge = steps.length > 100;
  const ranker = isLarge ? 'tight-tree' : 'network-simplex';
  graph.setGraph({ ranker, rankdir: 'TB', nodesep: gap, ranksep: 40, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of steps) {
    graph.setNode(id, { ...stepSize });
  }
  for (const { id, needs } of steps) {
    for (const need of needs) {
      if (graph.hasNode(need)) {
        graph.setEdge(need, id);
      }
    }
  }
  if (steps.length > 0) {
    layout(graph, { disableOptimalOrderHeuristic: isLarge });
  }
  return graph;
}

function looseRows(ids: readonly string[], width: number, top: number, places: Map<string, Point>) {
  const perRow = Math.max(1, Math.floor((width - margin) / (stepSize.width + gap)));
  ids.forEach((id, index) => {
    places.set(id, {
      x: margin + (index % perRow) * (stepSize.width + gap),
      y: top + margin + Math.floor(index / perRow) * (stepSize.height + gap),
    });
  });
  const rowCount = Math.ceil(ids.length / perRow);
  const columns = Math.min(ids.length, perRow);
  return {
    width: columns === 0 ? 0 : 2 * margin + columns * (stepSize.width + gap) - gap,
    height: rowCount === 0 ? 0 : top + 2 * margin + rowCount * (stepSize.height + gap) - gap,
  };
}

function needEdges(graph: Graph): readonly PlacedEdge[] {
  return graph.edges().map((edge) => {
    const points: readonly Point[] = graph.edge(edge).points ?? [];
    return placedEdge(edge.v, edge.w, 'needs', points, smoothPath(points));
  });
}

/** Ways that are taken only sometimes leave at the right side and come back in at the right side. */
function jumpEdges(steps: readonly BoardStep[], places: ReadonlyMap<string, Point>): readonly PlacedEdge[] {
  return steps.flatMap(({ id, jumps }) =>
    jumps.flatMap(({ to, why }) => {
      const [start, end] = [places.get(id), places.get(to)];
      if (start === undefined || end === undefined) {
        return [];
      }
      const from = { x: start.x + stepSize.width, y: start.y + stepSize.height / 2 };
      const goal = { x: end.x + stepSize.width, y: end.y + stepSize.height / 2 };
      const out = Math.max(from.x, goal.x) + gap;
      const path = `M${from.x},${from.y} C${out},${from.y} ${out},${goal.y} ${goal.x},${goal.y}`;
      return [placedEdge(id, to, why, [from, goal, { x: out, y: from.y }], path)];
    }),
  );
}

function placedEdge(
  from: string,
  to: string,
  kind: PlacedEdge['kind'],
  points: readonly Point[],
  path: string,
): PlacedEdge {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    from,
    to,
    kind,
    path,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** A line through the points whose corners are rounded off. */
function smoothPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) {
    return '';
  }
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return `M${first.x},${first.y} ${bends.join(' ')} L${last.x},${last.y}`;
}
