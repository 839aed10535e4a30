import type { JsonObject } from '#protocol/json';
import { type RunlogRow, wholeOf } from '../runlogRow';
import { type NodeVisit, nodeVisits, ofType } from './nodeEvents';

/** Where the rows of a log stand in an order that cannot be: places, starts after ends, steps before what they need. */
export function orderingFaults(rows: readonly RunlogRow[]): readonly string[] {
  const visits = nodeVisits(rows);
  return [...placeFaults(rows), ...visits.flatMap(startFault), ...needFaults(rows, visits)];
}

function placeFaults(rows: readonly RunlogRow[]): readonly string[] {
  let before = 0;
  return rows.flatMap((row, index) => {
    const seq = wholeOf(row['seq']);
    const isRising = seq !== null && seq > before;
    before = seq ?? before;
    return isRising ? [] : [`seq of row ${index + 1} is ${seq ?? 'missing'}`];
  });
}

function startFault({ node_id, visit, starts, ends }: NodeVisit): readonly string[] {
  const [start, end] = [starts[0], ends[0]];
  const isTurned = start !== undefined && end !== undefined && start > end;
  return isTurned ? [`visit ${visit} of node ${node_id} ended before it began`] : [];
}

/** A step with `join: any` waits for one of what it needs. */
function needFaults(rows: readonly RunlogRow[], visits: readonly NodeVisit[]): readonly string[] {
  const context = ofType(rows, 'context')[0];
  const needs = (context?.['needs'] ?? {}) as JsonObject;
  const joins = (context?.['joins'] ?? {}) as JsonObject;
  const firstEnd = firstPlaces(visits, ({ ends }) => ends[0]);
  return [...firstPlaces(visits, ({ starts }) => starts[0])].flatMap(([id, start]) => {
    const wanted = needs[id];
    const late = (Array.isArray(wanted) ? wanted : []).filter(
      (need) => (firstEnd.get(String(need)) ?? Number.POSITIVE_INFINITY) > start,
    );
    const isEnough = joins[id] === 'any' && Array.isArray(wanted) && late.length < wanted.length;
    return isEnough ? [] : late.map((need) => `node ${id} began before ${String(need)} ended`);
  });
}

function firstPlaces(
  visits: readonly NodeVisit[],
  placeOf: (visit: NodeVisit) => number | undefined,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const visit of visits) {
    const place = placeOf(visit);
    if (place !== undefined) {
      places.set(visit.node_id, Math.min(place, places.get(visit.node_id) ?? place));
    }
  }
  return places;
}
