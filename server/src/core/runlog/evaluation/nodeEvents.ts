import { type RunlogRow, textOf, typeOf, wholeOf } from '../runlogRow';

/** What a log tells of one visit of a node: at which of its rows it began and ended. */
export interface NodeVisit {
  readonly node_id: string;
  readonly visit: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The rows of a type. */
export function ofType(rows: readonly RunlogRow[], type: string): readonly RunlogRow[] {
  return rows.filter((row) => typeOf(row) === type);
}

/** Every visit of every node that the log tells of, by the places of its rows. */
export function nodeVisits(rows: readonly RunlogRow[]): readonly NodeVisit[] {
  const visits = new Map<string, { node_id: string; visit: number; starts: number[]; ends: number[] }>();
  rows.forEach((row, place) => {
    const node_id = textOf(row['node_id']);
    if (typeOf(row) !== 'graph_node' || node_id === null) {
      return;
    }
    const visit = wholeOf(row['visit']) ?? 1;
    const key = JSON.stringify([node_id, visit]);
    const own = visits.get(key) ?? { node_id, visit, starts: [], ends: [] };
    (isStart(row) ? own.starts : own.ends).push(place);
    visits.set(key, own);
  });
  return [...visits.values()];
}

/** The nodes that were worked on. */
export function startedNodes(rows: readonly RunlogRow[]): ReadonlySet<string> {
  return new Set(
    nodeVisits(rows)
      .filter(({ starts }) => starts.length > 0)
      .map(({ node_id }) => node_id),
  );
}

function isStart(row: RunlogRow): boolean {
  return ['started', 'start', 'node_started'].includes(textOf(row['event_type']) ?? '');
}
