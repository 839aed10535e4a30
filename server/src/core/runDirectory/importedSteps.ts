import type { JsonObject } from '#protocol/json';
import { machines, type State } from '#protocol/states';
import { type RunlogRow, textOf, typeOf, wholeOf } from '../runlog/runlogRow';
import { textsIn } from '../runlog/toldCalls';

/** A try of a step as an imported log tells it. */
export interface ImportedAttempt {
  readonly n: number;
  readonly status: State<'attempt'>;
  readonly error: string | null;
  readonly exit_code: number | null;
  readonly started_at: string;
  readonly ended_at: string;
}

/** A visit of a step as an imported log tells it. */
export interface ImportedStep {
  readonly step_id: string;
  readonly visit: number;
  readonly status: State<'step'>;
  readonly error: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly attempts: readonly ImportedAttempt[];
  /** What it printed, as far as its log tells. */
  readonly output: JsonObject | null;
}

interface Draft {
  readonly step_id: string;
  readonly visit: number;
  started_at: string | null;
  ended_at: string | null;
  word: string | null;
  readonly attempts: ImportedAttempt[];
  /** What became of its tries, by their numbers. */
  readonly actions: Map<number, RunlogRow>;
}

/** The visits of steps that a log tells of, in the order in which they appear; what it does not say is guessed from its tries. */
export function importedSteps(rows: readonly RunlogRow[], fallbackTime: string): readonly ImportedStep[] {
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    const step_id = textOf(row['node_id']);
    if (step_id !== null) {
      const at = timeOf(row) ?? fallbackTime;
      take(row, at, draftOf(drafts, step_id, wholeOf(row['visit']) ?? 1));
    }
  }
  return [...drafts.values()].filter(isTold).map(finished);
}

function draftOf(drafts: Map<string, Draft>, step_id: string, visit: number): Draft {
  const key = JSON.stringify([step_id, visit]);
  const own = drafts.get(key) ?? {
    step_id,
    visit,
    started_at: null,
    ended_at: null,
    word: null,
    attempts: [],
    actions: new Map(),
  };
  drafts.set(key, own);
  return own;
}

function take(row: RunlogRow, at: string, draft: Draft): void {
  if (typeOf(row) === 'graph_node') {
    const word = textOf(row['event_type']);
    if (word === 'started') {
      draft.started_at ??= at;
    } else {
      draft.word = word;
      draft.ended_at = at;
    }
  } else if (typeOf(row) === 'stage_checkpoint') {
    takeAttempt(row, at, draft);
  } else if (typeOf(row) === 'action') {
    draft.actions.set(wholeOf(row['attempt']) ?? draft.actions.size + 1, row);
  }
}

/** A try that is told twice is counted once. */
function takeAttempt(row: RunlogRow, at: string, draft: Draft): void {
  const n = wholeOf(row['attempt']) ?? draft.attempts.length + 1;
  const tookMs = typeof row['duration_ms'] === 'number' ? Math.max(0, row['duration_ms']) : 0;
  const started_at = new Date(Date.parse(at) - tookMs).toISOString();
  const status = row['outcome'] === 'success' ? 'succeeded' : 'failed';
  if (n > 0 && draft.attempts.every((attempt) => attempt.n !== n)) {
    draft.attempts.push({
      n,
      status,
      error: textOf(row['error']),
      exit_code: null,
      started_at,
      ended_at: at,
    });
    draft.started_at ??= started_at;
    draft.ended_at ??= at;
  }
}

function isTold({ started_at, ended_at }: Draft): boolean {
  return started_at !== null || ended_at !== null;
}

function finished(draft: Draft): ImportedStep {
  const { step_id, visit, started_at, attempts } = draft;
  const status = statusOf(draft);
  const isOpen = status === 'interrupted';
  const isGood = status === 'succeeded' || status === 'skipped';
  return {
    step_id,
    visit,
    status,
    error: isGood ? null : (attempts.at(-1)?.error ?? null),
    started_at,
    ended_at: isOpen ? null : draft.ended_at,
    attempts: attempts.map((attempt) => withAction(attempt, draft.actions.get(attempt.n))),
    output: outputOf([...draft.actions.values()]),
  };
}

/** A checkpoint knows good from bad; the action of the same try tells how it was bad, and the code it ended with. */
function withAction(attempt: ImportedAttempt, action: RunlogRow | undefined): ImportedAttempt {
  if (action === undefined) return attempt;
  const word = textOf(action['status']) ?? '';
  const isBad = word !== 'succeeded' && word !== 'running' && Object.hasOwn(machines.attempt, word);
  const status = attempt.status === 'failed' && isBad ? (word as State<'attempt'>) : attempt.status;
  return { ...attempt, status, exit_code: wholeOf(action['exit_code']) };
}

function outputOf(actions: readonly RunlogRow[]): JsonObject | null {
  const printed = actions.map(textsIn).findLast((texts) => Object.keys(texts).length > 0);
  return printed ?? null;
}

/** Other programs have other words for how a node ended. */
function statusOf({ word, attempts }: Draft): State<'step'> {
  if (word !== null && Object.hasOwn(machines.step, word)) {
    return word as State<'step'>;
  }
  const last = attempts.at(-1);
  if (word === null && last === undefined) {
    return 'interrupted';
  }
  return word === 'failed' || word === 'error' || last?.status === 'failed' ? 'failed' : 'succeeded';
}

function timeOf(row: RunlogRow): string | null {
  const text = textOf(row['ts']) ?? textOf(row['timestamp']);
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
