import type { EventLevel, EventType, Source } from './events';
import type { ExecutorName } from './plan';
import type { Effect, Profile, Risk, Verdict } from './policy';
import type { State } from './states';

/*
 * The rows of the store, column for column as in requirements §1.16 (`*_json`, `attributes`, `payload`,
 * `details`, `tags`, `metadata` hold JSON text). Times are ISO-8601 UTC with milliseconds unless the name
 * carries a unit. A nullable column is `null`, never absent.
 */

export interface SessionRow {
  id: string;
  goal: string | null;
  mode: 'normal' | 'dry_run';
  profile: Profile;
  /** `active` or `cancelled`; what people see is computed, see core/session. */
  status: 'active' | 'cancelled';
  created_at: string;
  updated_at: string;
}

export interface PlanRow {
  id: string;
  session_id: string;
  version: number;
  title: string;
  hash: string;
  body_json: string;
  /** What its import warned of: an array of problems. */
  warnings_json: string;
  status: State<'plan'>;
  created_by: string;
  created_at: string;
}

export interface PlanStepRow {
  plan_id: string;
  step_id: string;
  ord: number;
  title: string | null;
  tool: string;
  risk: Risk;
  digest: string;
  def_json: string;
  created_at: string;
}

export interface RunRow {
  id: string;
  trace_id: string;
  session_id: string;
  plan_id: string;
  plan_hash: string;
  batch_id: string | null;
  batch_index: number | null;
  parent_run_id: string | null;
  inputs_sha: string;
  fingerprint: string;
  mode: 'normal' | 'dry_run';
  profile: Profile;
  stepping: 'auto' | 'manual';
  executor: ExecutorName;
  slot_id: string;
  status: State<'run'>;
  end_code: string | null;
  end_message: string | null;
  experimental: 0 | 1;
  policy_json: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export interface StepRunRow {
  run_id: string;
  step_id: string;
  visit: number;
  status: State<'step'>;
  stopped: 0 | 1;
  attempts: number;
  input_sha: string | null;
  output_json: string | null;
  /** Set when redaction changed the output: the private content that holds it in full. */
  output_sha: string | null;
  /** Run id whose result this step run took over. */
  carried_from: string | null;
  error_code: string | null;
  error_message: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export interface AttemptRow {
  id: string;
  run_id: string;
  step_id: string;
  visit: number;
  n: number;
  status: State<'attempt'>;
  error_code: string | null;
  error_message: string | null;
  exit_code: number | null;
  created_at: string;
  started_at: string;
  ended_at: string | null;
}

export type SpanKind = 'run' | 'step' | 'attempt' | 'tool' | 'llm' | 'service' | 'git' | 'gate';

export interface SpanRow {
  span_id: string;
  trace_id: string;
  run_id: string | null;
  parent_span_id: string | null;
  service_name: string;
  kind: SpanKind;
  name: string;
  status: 'OK' | 'ERROR' | 'UNSET';
  error: string | null;
  timeout: 0 | 1;
  policy_snapshot: string | null;
  attributes: string;
  /** JSON of SpanWire in protocol/otlp/otlp: what OTLP says of the span and no other column does; mostly null. */
  otlp: string | null;
  start_us: number;
  end_us: number | null;
  created_at: string;
}

export interface EventRow {
  seq: number;
  id: string;
  ts: string;
  session_id: string | null;
  run_id: string | null;
  step_id: string | null;
  attempt: number | null;
  span_id: string | null;
  type: EventType;
  level: EventLevel;
  summary: string;
  payload: string;
  actor: string;
  source: Source;
  client_message_id: string | null;
  prev_hash: string;
  hash: string;
}

export interface DecisionRow {
  id: string;
  run_id: string | null;
  step_id: string | null;
  tool: string;
  effect: Effect;
  stage: string;
  verdict: Verdict;
  rule_id: string;
  location: string;
  reason: string;
  args_sha: string;
  /** The judged call, for `policy simulate`; JSON of core/policy's Action. */
  facts_json: string;
  created_at: string;
}

export type ApprovalSubject = 'plan' | 'step' | 'preview' | 'rollback' | 'decision';

export interface ApprovalRow {
  id: string;
  subject_type: ApprovalSubject;
  subject_id: string;
  digest: string;
  session_id: string;
  run_id: string | null;
  status: State<'approval'>;
  actor: string | null;
  source: Source | null;
  reason: string | null;
  required: number;
  /** JSON list of `{actor, source, message_id, reason, at}`; granted once it holds `required` distinct actors. */
  votes: string;
  /** JSON of everything the digest covers and a person is shown. */
  shown_json: string;
  created_at: string;
  decided_at: string | null;
  expires_at: string | null;
  consumed_at: string | null;
}

export interface PreviewRow {
  id: string;
  run_id: string;
  step_id: string;
  path: string;
  op: 'create' | 'modify' | 'delete';
  before_sha: string | null;
  after_sha: string | null;
  diff_sha: string;
  derived_from: string | null;
  status: State<'preview'>;
  /** JSON of the protocol's Preview without the diff text. */
  meta_json: string;
  created_at: string;
  applied_at: string | null;
}

export interface ArtifactRow {
  sha256: string;
  run_id: string;
  step_id: string;
  name: string;
  kind: string;
  media_type: string;
  size: number;
  expires_at: string | null;
  tags: string;
  created_at: string;
}

export interface CheckpointRow {
  id: string;
  name: string;
  run_id: string | null;
  git_ref: string | null;
  tree_sha: string | null;
  head_sha: string | null;
  state_json: string;
  created_by: string;
  created_at: string;
}

export interface SlotRow {
  id: string;
  repo: string;
  path: string;
  kind: 'worktree' | 'scratch' | 'in_place';
  state: State<'slot'>;
  run_id: string | null;
  branch: string | null;
  commit_sha: string | null;
  lease_until: string | null;
  allocations: number;
  metadata: string;
  created_at: string;
  updated_at: string;
}

export interface CheckRow {
  id: string;
  run_id: string;
  scope: string;
  name: string;
  passed: 0 | 1;
  details: string;
  created_at: string;
}

export interface UsageRow {
  id: string;
  run_id: string;
  step_id: string;
  model: string;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cost: number;
  ts: string;
  created_at: string;
}

/** A file that an apply or a rollback wrote: what rollback needs. `before_sha`/`after_sha` name bytes in the content store. */
export interface WriteRow {
  id: string;
  run_id: string | null;
  step_id: string | null;
  preview_id: string | null;
  checkpoint_id: string | null;
  path: string;
  before_sha: string | null;
  after_sha: string | null;
  before_mode: number | null;
  after_mode: number | null;
  /** Set once a rollback has taken this write back. */
  undone_by: string | null;
  created_at: string;
}

/** A query that a person has saved under a name; a deleted one keeps its name only. */
export interface SavedQueryRow {
  name: string;
  q: string;
  sentence: string;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** One row of a run log as it is kept: of ended runs once somebody asked for it, of imported runs from the start. */
export interface RunlogEntryRow {
  run_id: string;
  /** Its place in the log, from 1. */
  seq: number;
  /** `unknown` where the row names none. */
  type: string;
  outcome: string | null;
  attempt: number | null;
  attempts: number | null;
  /** The whole row as JSON text. */
  body: string;
}

/** How far a webhook has come: what it tells of after this place in the record is still to be sent. */
export interface WebhookRow {
  id: string;
  after_seq: number;
  /** Of the first message after that place: tries that failed, and when the next one is due. */
  tries: number;
  next_at: string | null;
  last_error: string | null;
  sent: number;
  given_up: number;
  created_at: string;
  updated_at: string;
}

/** A choice that holds for the whole record, such as how long runs are kept. */
export interface SettingRow {
  name: string;
  /** JSON text. */
  value: string;
  updated_at: string;
}

/** What is noted about a run beside its record; a run of which nothing is noted has no such row. */
export interface RunNoteRow {
  run_id: string;
  /** Retention leaves pinned runs alone. */
  pinned: 0 | 1;
  eval_pass: 0 | 1 | null;
  report_gate_pass: 0 | 1 | null;
  /** The run directory, relative to the root, that it was written to or came from. */
  run_dir: string | null;
  /** Damaged lines of the log that it came from. */
  corrupt_rows: number;
  /** Of an imported run: the documents it came with, as JSON text. */
  imported: string | null;
  created_at: string;
}

/** Every table that can be read and written row by row. */
export interface Rows {
  sessions: SessionRow;
  plans: PlanRow;
  plan_steps: PlanStepRow;
  runs: RunRow;
  step_runs: StepRunRow;
  attempts: AttemptRow;
  spans: SpanRow;
  decisions: DecisionRow;
  approvals: ApprovalRow;
  previews: PreviewRow;
  artifacts: ArtifactRow;
  checkpoints: CheckpointRow;
  slots: SlotRow;
  checks: CheckRow;
  usage: UsageRow;
  writes: WriteRow;
  saved_queries: SavedQueryRow;
  runlog: RunlogEntryRow;
  run_notes: RunNoteRow;
  settings: SettingRow;
  webhooks: WebhookRow;
}

export type Table = keyof Rows;

/** The columns that name one row of a table. */
export const primaryKeys = {
  sessions: ['id'],
  plans: ['id'],
  plan_steps: ['plan_id', 'step_id'],
  runs: ['id'],
  step_runs: ['run_id', 'step_id', 'visit'],
  attempts: ['id'],
  spans: ['span_id'],
  decisions: ['id'],
  approvals: ['id'],
  previews: ['id'],
  artifacts: ['run_id', 'step_id', 'name', 'sha256'],
  checkpoints: ['id'],
  slots: ['id'],
  checks: ['id'],
  usage: ['id'],
  writes: ['id'],
  saved_queries: ['name'],
  runlog: ['run_id', 'seq'],
  run_notes: ['run_id'],
  settings: ['name'],
  webhooks: ['id'],
} as const satisfies { readonly [T in Table]: readonly (keyof Rows[T])[] };

/** Tables whose `status` (slots: `state`) moves by a state machine. */
export const machineOf = {
  plans: 'plan',
  runs: 'run',
  step_runs: 'step',
  attempts: 'attempt',
  approvals: 'approval',
  previews: 'preview',
  slots: 'slot',
} as const satisfies Partial<Record<Table, string>>;

export type StatefulTable = keyof typeof machineOf;
/** Why a run ended. */
export type EndCode =
  | 'done'
  | 'step_failed'
  | 'timeout'
  | 'deny'
  | 'fatal_error'
  | 'check_failed'
  | 'max_steps_reached'
  | 'max_visits_reached'
  | 'resource_limit'
  | 'budget_exceeded'
  | 'cancelled'
  | 'interrupted'
  | 'slot_unavailable'
  | 'auth_failed'
  | 'plan_invalid'
  | 'job_loop_complete';
