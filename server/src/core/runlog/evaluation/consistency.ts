import { type RunlogRow, wholeOf } from '../runlogRow';
import { nodeVisits, ofType } from './nodeEvents';

/** Where a log contradicts itself: about how many rounds there were, or how often a node's visit began and ended. */
export function consistencyFaults(rows: readonly RunlogRow[]): readonly string[] {
  return [...endFaults(rows), ...visitFaults(rows)];
}

function endFaults(rows: readonly RunlogRow[]): readonly string[] {
  const ends = ofType(rows, 'end_condition');
  const [end] = ends;
  if (end === undefined || ends.length > 1) {
    return [`${ends.length} rows of type end_condition instead of one`];
  }
  const told = wholeOf(end['ended_round']);
  const found = {
    'distinct rounds': distinctRounds(rows),
    'round summaries': ofType(rows, 'round_summary').length,
    decisions: ofType(rows, 'gate').length,
  };
  return Object.entries(found)
    .filter(([, count]) => count !== told)
    .map(([name, count]) => `ended_round is ${told ?? 'missing'}, but there are ${count} ${name}`);
}

function distinctRounds(rows: readonly RunlogRow[]): number {
  const ofRounds = ['gate', 'action', 'round_summary'].flatMap((type) => ofType(rows, type));
  return new Set(ofRounds.flatMap((row) => wholeOf(row['round']) ?? [])).size;
}

function visitFaults(rows: readonly RunlogRow[]): readonly string[] {
  return nodeVisits(rows).flatMap(({ node_id, visit, starts, ends }) => {
    const isWhole = starts.length <= 1 && ends.length === 1;
    const counts = `began ${starts.length} and ended ${ends.length} times`;
    return isWhole ? [] : [`visit ${visit} of node ${node_id} ${counts}`];
  });
}
