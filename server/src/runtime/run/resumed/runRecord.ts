import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { PolicySettings } from '#protocol/policy';
import type { ApprovalRow, RunRow, SpanRow, StepRunRow } from '#protocol/rows';
import type { Context } from '../../context';
import { planBody } from '../../plans/planBodies';
import { planHead } from '../../plans/planHead';
import { storedJson } from '../../record/views';

/** What a run's row keeps of how it was started. */
export interface KeptOptions {
  /** Name of the command line's settings in the private content store. */
  readonly cli_sha: string | null;
  readonly stage_retries: number | null;
  readonly covers_remaining: boolean;
  readonly base_commit: string | null;
  /** When it was last resumed, and how long it had rested by then. */
  readonly resumed?: { readonly at_ms: number; readonly waited_ms: number };
}

/** The requests of a run. */
export interface Requests {
  readonly rows: readonly ApprovalRow[];
  readonly spans: readonly SpanRow[];
}

const visitColumns = [
  'step_id',
  'visit',
  'status',
  'attempts',
  'carried_from',
  'error_code',
  'error_message',
  'output_json',
  'output_sha',
] as const satisfies readonly (keyof StepRunRow)[];

/** A visit as far as a run that goes on depends on it. */
export type RecordedVisit = Pick<StepRunRow, (typeof visitColumns)[number]>;

/** Everything that the record holds of a run, asked for at once: the store answers while the plan is read. */
export async function readRunRecord(context: Context, row: RunRow, { cli_sha }: KeptOptions) {
  const { store, content } = context.ports;
  const where = { run_id: row.id };
  const [planned, bytes, root, requests, steps, last, artifacts, checkpoint, cli] = await Promise.all([
    planHead(store, row.plan_id).then(
      async (found) => found && { row: found, plan: await planBody(context, found) },
    ),
    content.get(row.inputs_sha),
    store.get('spans', { trace_id: row.trace_id, kind: 'run' }),
    loadRequests(context, row.id),
    store.listColumns('step_runs', visitColumns, { where, limit: null }),
    store.events({ ...where, newest_first: true, limit: 2, counted: false }),
    store.list('artifacts', { where, limit: 1 }),
    store.get('checkpoints', where),
    cli_sha === null ? undefined : keptSettings(context, row, cli_sha),
  ]);
  if (!planned || !root || bytes === undefined) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `run ${row.id} cannot be continued: its plan, inputs or trace are gone`,
    );
  }
  return {
    planRow: planned.row,
    plan: planned.plan,
    root,
    inputs: JSON.parse(new TextDecoder().decode(bytes)) as JsonObject,
    cli,
    requests,
    steps,
    last: last.items,
    artifactCount: artifacts.total,
    hasCheckpoint: checkpoint !== undefined,
  };
}

/** Every request that this run made of people, newest last, with the spans in which they were waited for. */
async function loadRequests({ ports: { store } }: Context, runId: string): Promise<Requests> {
  const { items: rows } = await store.list('approvals', {
    where: { run_id: runId },
    order: [{ by: 'created_at' }],
    limit: null,
  });
  const ids = rows.flatMap(
    (row) => (storedJson(row.shown_json) as { span_id?: string | null }).span_id ?? [],
  );
  const spans =
    ids.length === 0 ? [] : (await store.list('spans', { where: { span_id: ids }, limit: null })).items;
  return { rows, spans };
}

/** The settings that the command line gave; without them nothing goes on, for a deny may be among them. */
async function keptSettings({ ports }: Context, row: RunRow, sha: string): Promise<PolicySettings> {
  const bytes = await ports.content.get(sha);
  if (!bytes) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `run ${row.id} cannot be continued: its policy settings are gone`,
    );
  }
  return JSON.parse(new TextDecoder().decode(bytes)) as PolicySettings;
}
