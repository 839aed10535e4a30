import { visible } from '#protocol/shown/visible';
import type {
  ComparedFile,
  ComparedRun,
  ComparedStep,
  Comparison,
  SteppedRun,
} from '#protocol/views/compare';
import { told } from '../../shown/told';
import type { ComparedFacts } from './comparedFacts';

/** Two runs held against each other: how they went, step by step, and in what their plans differ. */
export function comparison(left: ComparedFacts, right: ComparedFacts): Comparison {
  return {
    left: runOf(left),
    right: runOf(right),
    steps: stepIds(left, right).map((id) => stepOf(id, left, right)),
    files: filesOf(left.files, right.files),
    inputs: differing(left.run.inputs, right.run.inputs).map(visible),
  };
}

function runOf({ run, report }: ComparedFacts): ComparedRun {
  const { started_at, duration_ms, active_ms } = report;
  return {
    run_id: run.run_id,
    title: visible(run.plan_title),
    version: run.plan_version,
    status: run.status,
    summary: visible(told(report.summary)),
    started_at,
    duration_ms,
    active_ms,
  };
}

/** In the order of the second plan; what only the first has stands behind what it came after. */
function stepIds(left: ComparedFacts, right: ComparedFacts): readonly string[] {
  const ids = [...right.steps.keys()];
  let before = -1;
  for (const id of left.steps.keys()) {
    const at = ids.indexOf(id);
    if (at >= 0) {
      before = at;
    } else {
      before += 1;
      ids.splice(before, 0, id);
    }
  }
  return ids;
}

function stepOf(id: string, left: ComparedFacts, right: ComparedFacts): ComparedStep {
  const [first, second] = [left.steps.get(id), right.steps.get(id)];
  const fields = first === undefined || second === undefined ? [] : differing(first, second);
  const changed = fields.length > 0 ? 'changed' : 'same';
  return {
    step_id: visible(id),
    left: steppedIn(left, id),
    right: steppedIn(right, id),
    plan: first === undefined ? 'added' : second === undefined ? 'removed' : changed,
    fields: fields.map(visible),
  };
}

/** The newest visit counts; a step of which nothing was done did not run. */
function steppedIn({ report }: ComparedFacts, id: string): SteppedRun | null {
  const step = report.steps.findLast(({ step_id }) => step_id === id);
  if (step === undefined) {
    return null;
  }
  const { status, duration_ms, attempts, error, carried_from } = step;
  return {
    status,
    // What was carried over took its time in another run.
    duration_ms: carried_from === null ? duration_ms : null,
    attempts,
    error: error === null ? null : visible(told(error.message)),
    is_carried: carried_from !== null,
  };
}

function filesOf(left: readonly string[], right: readonly string[]): readonly ComparedFile[] {
  return [...new Set([...left, ...right])].sort().map((path) => ({
    path: visible(path),
    left: left.includes(path),
    right: right.includes(path),
  }));
}

function differing(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]));
}
