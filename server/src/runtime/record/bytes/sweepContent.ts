import type { Rows, RunRow, Table } from '#protocol/rows';
import { isTerminal, machines } from '#protocol/states';
import type { Context } from '../../context';
import type { Where } from '../../storePort';
import { removeUnnamed } from './heldBytes';

const planPrefix = 'sha256:';

/** Columns that name bytes in the private content store. */
const contentColumns = [
  ['runs', 'inputs_sha'],
  ['step_runs', 'input_sha'],
  ['step_runs', 'output_sha'],
  ['previews', 'before_sha'],
  ['previews', 'after_sha'],
  ['writes', 'before_sha'],
  ['writes', 'after_sha'],
] as const;

/** Rows that are about to be taken out of the record, with what they alone name. */
export interface GoneRows {
  readonly runs: readonly string[];
  /** Hashes of plan versions that go as well. */
  readonly plans?: readonly string[];
}

/**
 * Collects the bytes that some rows name. The returned function is called once those rows are gone and removes what
 * nothing else names; call it after the removal is durable, so that a crash leaves bytes, never holes.
 */
export async function contentOf(
  context: Context,
  { runs: runIds, plans = [] }: GoneRows,
): Promise<() => Promise<void>> {
  const content = new Set(plans.map((hash) => hash.replace(planPrefix, '')));
  for (const [table, column] of contentColumns) {
    for (const row of await rowsOfRuns(context, table, runIds)) {
      const sha = (row as unknown as Readonly<Record<string, unknown>>)[column];
      if (typeof sha === 'string') {
        content.add(sha);
      }
    }
  }
  for (const { policy_json } of await rowsOfRuns(context, 'runs', runIds)) {
    const sha = policySha(policy_json);
    if (sha !== null) {
      content.add(sha);
    }
  }
  const artifacts = new Set((await rowsOfRuns(context, 'artifacts', runIds)).map(({ sha256 }) => sha256));
  return async () => {
    for (const sha of artifacts) {
      await removeUnnamed(context.ports.artifacts, sha, () => isNamed(context, 'artifacts', 'sha256', sha));
    }
    for (const sha of content) {
      await removeUnnamed(context.ports.content, sha, () => isContentNamed(context, sha));
    }
  };
}

/** Ids that one query names at most. */
const idsAtOnce = 500;

async function rowsOfRuns<T extends Table>(
  context: Context,
  table: T,
  runIds: readonly string[],
): Promise<readonly Rows[T][]> {
  const key = table === 'runs' ? 'id' : 'run_id';
  const rows: Rows[T][] = [];
  for (let at = 0; at < runIds.length; at += idsAtOnce) {
    const where = { [key]: runIds.slice(at, at + idsAtOnce) } as Where<Rows[T]>;
    rows.push(...(await context.ports.store.list(table, { where, limit: null })).items);
  }
  return rows;
}

async function isContentNamed(context: Context, sha: string): Promise<boolean> {
  for (const [table, column] of contentColumns) {
    if (await isNamed(context, table, column, sha)) {
      return true;
    }
  }
  const hash = `${planPrefix}${sha}`;
  if (
    (await isNamed(context, 'plans', 'hash', hash)) ||
    (await isNamed(context, 'runs', 'plan_hash', hash))
  ) {
    return true;
  }
  return (await isInState(context, sha)) || (await isAwaited(context, sha));
}

/** Whether a checkpoint of a folder without git goes back to these bytes. */
async function isInState({ ports }: Context, sha: string): Promise<boolean> {
  const { items } = await ports.store.list('checkpoints', { limit: null });
  return items.some(({ state_json }) => state_json.includes(sha));
}

/** Whether something that is not over yet needs them: a rollback that is to write them, a run that goes on under them. */
async function isAwaited({ ports }: Context, sha: string): Promise<boolean> {
  const rollbacks = await ports.store.list('approvals', {
    where: { subject_type: 'rollback', status: ['requested', 'granted'] },
    limit: null,
  });
  if (rollbacks.items.some(({ shown_json }) => shown_json.includes(sha))) {
    return true;
  }
  const live = await ports.store.list('runs', { where: { status: unended }, limit: null });
  return live.items.some(({ policy_json }) => policySha(policy_json) === sha);
}

const unended = (Object.keys(machines.run) as RunRow['status'][]).filter(
  (status) => !isTerminal('run', status),
);

/** The settings that a run was started with: its record names them for as long as it can be resumed. */
function policySha(policyJson: string): string | null {
  return (JSON.parse(policyJson) as { readonly cli_sha?: string | null }).cli_sha ?? null;
}

async function isNamed<T extends Table>(
  context: Context,
  table: T,
  column: string,
  sha: string,
): Promise<boolean> {
  const where = { [column]: sha } as Where<Rows[T]>;
  return (await context.ports.store.list(table, { where, limit: 1 })).total > 0;
}
