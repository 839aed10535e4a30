import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import { isTerminal } from '#protocol/states';
import type { TraceDecider, TraceFacts, TraceFile } from '#protocol/views/trace';
import { placeText } from '../../shown/policyText';
import { told } from '../../shown/told';
import { fileLocation } from '../plan/boardSteps';
import type { Asking } from '../plan/planFacts';

/** What the server knows about a run beside its spans. */
export interface RunFacts {
  readonly run: Result<'run/show'>;
  readonly effects: Result<'run/effects'>;
}

/** Reads what stands above the tree; `null` for a trace that belongs to no run. */
export async function readRunFacts(line: Asking, traceId: string): Promise<RunFacts | null> {
  const { run_id } = await line.request('trace/columns', { trace_id: traceId, limit: 1 });
  if (run_id === null) {
    return null;
  }
  const [run, effects] = await Promise.all([
    line.request('run/show', { run_id }),
    line.request('run/effects', { run_id }),
  ]);
  return { run, effects };
}

/** How the run went, who allowed it and what it changed, as the view is told. */
export function traceFacts({ run, effects }: RunFacts): TraceFacts {
  return {
    run_id: run.run_id,
    title: visible(run.plan_title),
    version: run.plan_version,
    status: run.status,
    is_over: isTerminal('run', run.status),
    is_dry: run.mode === 'dry_run',
    message: messageOf(run),
    deciders: decidersOf(effects.effects),
    files: effects.files.map(traceFile),
  };
}

/** Why the run ended; that all was done says its status already. */
function messageOf({ end_reason }: RunFacts['run']): string | null {
  return end_reason === null || end_reason.code === 'done' ? null : visible(told(end_reason.message));
}

/** A changed file whose path is harmless to show. */
export function traceFile(file: Result<'run/effects'>['files'][number]): TraceFile {
  return { ...file, path: visible(file.path) };
}

type Effect = Result<'run/effects'>['effects'][number];

/** Who decided over calls that do more than read: people first, then rules, refusals before what was allowed. */
function decidersOf(effects: readonly Effect[]): readonly TraceDecider[] {
  const deciders = new Map<string, { decider: TraceDecider; calls: Set<string> }>();
  for (const effect of effects) {
    const decider = deciderOf(effect);
    if (decider !== null) {
      const key = `${decider.kind}:${decider.verdict}:${decider.name}`;
      const known = deciders.get(key) ?? { decider, calls: new Set() };
      known.calls.add(JSON.stringify([effect.step_id, effect.tool, effect.names]));
      deciders.set(key, known);
    }
  }
  const rank = ({ kind, verdict }: TraceDecider) => (verdict === 'denied' ? 0 : kind === 'person' ? 1 : 2);
  return [...deciders.values()]
    .map(({ decider, calls }) => ({ ...decider, count: calls.size }))
    .toSorted((left, right) => rank(left) - rank(right));
}

function deciderOf({ effect, verdict, approval, rule_id, location }: Effect): TraceDecider | null {
  const place = fileLocation(location) === null ? null : visible(placeText(location));
  if (verdict === 'deny') {
    return { name: visible(rule_id), kind: 'rule', verdict: 'denied', count: 1, location: place };
  }
  if (approval !== null && approval.actor !== null) {
    return { name: visible(approval.actor), kind: 'person', verdict: 'allowed', count: 1, location: null };
  }
  const isLoud = effect !== 'none' && effect !== 'read' && verdict === 'allow';
  return isLoud
    ? { name: visible(rule_id), kind: 'rule', verdict: 'allowed', count: 1, location: place }
    : null;
}
