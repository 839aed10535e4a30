import { type RunlogRow, textOf, typeOf, wholeOf } from './runlogRow';

/** How many rows of one type a run log has, with what the summary needs of them: as SQL groups them. */
export interface RunlogCount {
  readonly type: string;
  readonly rows: number;
  /** Rows whose outcome is `retry`. */
  readonly retries: number;
  /** Rows whose outcome is `failed`. */
  readonly failures: number;
  /** The greatest `attempt`, or `null`. */
  readonly most_attempt: number | null;
  /** The greatest `attempts`, or `null`. */
  readonly most_attempts: number | null;
}

/** The summary of a run log (LOG-01). */
export interface RunlogSummary {
  readonly row_counts: Readonly<Record<string, number>>;
  readonly stage: {
    readonly retry_count: number;
    readonly failure_count: number;
    readonly max_attempts: number;
  };
  readonly corrupt_rows: number;
}

/** Sums up a run log from the counts of its types; every backend comes through here, so that all answer alike. */
export function runlogSummary(counts: readonly RunlogCount[], corruptRows: number): RunlogSummary {
  const always = { graph_node_attempt: 0, stage_checkpoint: 0 };
  const byType = counts.map(({ type, rows }) => [type, rows] as const);
  const found = Object.fromEntries([...Object.entries(always), ...byType]);
  const checkpoints = counts.find(({ type }) => type === 'stage_checkpoint');
  return {
    row_counts: Object.fromEntries(Object.entries(found).toSorted(byName)),
    stage: {
      retry_count: checkpoints?.retries ?? 0,
      failure_count: checkpoints?.failures ?? 0,
      max_attempts: maxAttempts(counts),
    },
    corrupt_rows: corruptRows,
  };
}

/** The counts of rows at hand, exactly as the store counts those that it keeps. */
export function countRows(rows: readonly RunlogRow[]): readonly RunlogCount[] {
  const groups = new Map<string, RunlogCount>();
  for (const row of rows) {
    const type = typeOf(row);
    const before = groups.get(type) ?? none(type);
    const { outcome, attempt, attempts } = countedColumns(row);
    groups.set(type, {
      type,
      rows: before.rows + 1,
      retries: before.retries + (outcome === 'retry' ? 1 : 0),
      failures: before.failures + (outcome === 'failed' ? 1 : 0),
      most_attempt: greater(before.most_attempt, attempt),
      most_attempts: greater(before.most_attempts, attempts),
    });
  }
  return [...groups.values()];
}

/** What of a row stands in columns of its own, to be counted by the store. */
export function countedColumns(row: RunlogRow): {
  readonly outcome: string | null;
  readonly attempt: number | null;
  readonly attempts: number | null;
} {
  return {
    outcome: textOf(row['outcome']),
    attempt: wholeOf(row['attempt']),
    attempts: wholeOf(row['attempts']),
  };
}

function none(type: string): RunlogCount {
  return { type, rows: 0, retries: 0, failures: 0, most_attempt: null, most_attempts: null };
}

/** A log that only tells which nodes there were has had each once. */
function maxAttempts(counts: readonly RunlogCount[]): number {
  const of = (type: string) => counts.find((count) => count.type === type);
  const most = greater(
    of('graph_node_attempt')?.most_attempts ?? null,
    of('stage_checkpoint')?.most_attempt ?? null,
  );
  return most ?? (of('graph_node') === undefined ? 0 : 1);
}

function greater(left: number | null, right: number | null): number | null {
  return left === null ? right : right === null ? left : Math.max(left, right);
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
