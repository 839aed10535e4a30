import { type RunlogRow, textOf, typeOf } from '../runlogRow';
import { ofType, startedNodes } from './nodeEvents';

/** The types that a log of this shape must have and has not: more is needed once there was a round, or work. */
export function missingTypes(rows: readonly RunlogRow[]): readonly string[] {
  const found = new Set(rows.map(typeOf));
  const hasRounds = found.has('gate') || found.has('round_summary') || found.has('action');
  const hasWork = startedNodes(rows).size > 0;
  const required = [
    ...['context', 'end_condition'],
    ...(hasRounds || hasWork ? ['gate', 'graph_node', 'round_summary'] : []),
    ...(hasWork ? ['action', 'graph_node_attempt', 'stage_checkpoint'] : []),
  ];
  return required.filter((type) => !found.has(type)).map((type) => `no row of type ${type}`);
}

/** What is wrong with the context of a log: there is one, it comes first, and it names the inputs. */
export function contextFaults(rows: readonly RunlogRow[]): readonly string[] {
  const contexts = ofType(rows, 'context');
  const [context] = contexts;
  if (context === undefined) {
    return ['no row of type context'];
  }
  const hasInputs = textOf(context['inputs_sha256']) !== null || context['inputs'] !== undefined;
  return [
    ...(contexts.length > 1 ? [`${contexts.length} rows of type context`] : []),
    ...(rows[0] === context ? [] : ['the context is not the first row']),
    ...(hasInputs ? [] : ['the context names no inputs']),
  ];
}

/** Nodes that were worked on and left no checkpoint. */
export function stageFaults(rows: readonly RunlogRow[]): readonly string[] {
  const covered = coveredNodes(rows);
  const rounds = ofType(rows, 'round_summary').length;
  const started = startedNodes(rows);
  const lost = [...started]
    .filter((id) => !covered.has(id))
    .map((id) => `node ${id} has no stage_checkpoint`);
  const isBare = rounds > 0 && ofType(rows, 'graph_node').length === 0;
  return isBare ? ['there were rounds and no graph_node tells of them', ...lost] : lost;
}

/** The share of the nodes worked on that left a checkpoint; of none, all. */
export function coverageRate(rows: readonly RunlogRow[]): number {
  const started = startedNodes(rows);
  const covered = coveredNodes(rows);
  const count = [...started].filter((id) => covered.has(id)).length;
  return started.size === 0 ? 1 : Math.round((count / started.size) * 1e4) / 1e4;
}

function coveredNodes(rows: readonly RunlogRow[]): ReadonlySet<string> {
  return new Set(ofType(rows, 'stage_checkpoint').flatMap((row) => textOf(row['node_id']) ?? []));
}
