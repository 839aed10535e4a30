import type { Rows, Table } from '#protocol/rows';
import type { Context } from '../context';
import type { Where } from '../storePort';

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

/**
 * Collects the bytes that the rows of some runs name. The returned function is called once those rows are gone and
 * removes what nothing else names; call it after the removal is durable, so that a crash leaves bytes, never holes.
 */
export async function contentOfRuns(
  context: Context,
  runIds: readonly string[],
): Promise<() => Promise<void>> {
  const content = new Set<string>();
  for (const [table, column] of contentColumns) {
    for (const row of await rowsOfRuns(context, table, runIds)) {
      const sha = (row as unknown as Readonly<Record<string, unknown>>)[column];
      if (typeof sha === 'string') {
        content.add(sha);
      }
    }
  }
  const artifacts = new Set((await rowsOfRuns(context, 'artifacts', runIds)).map(({ sha256 }) => sha256));
  return async () => {
    for (const sha of artifacts) {
      if (!(await isNamed(context, 'artifacts', 'sha256', sha))) {
        await context.ports.artifacts.remove(sha);
      }
    }
    for (const sha of content) {
      if (!(await isContentNamed(context, sha))) {
        await context.ports.content.remove(sha);
      }
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
  const checkpoints = await context.ports.store.list('checkpoints', { limit: null });
  return checkpoints.items.some(({ state_json }) => state_json.includes(sha));
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
