import type { Json, JsonObject } from '#protocol/json';
import type { AttemptRow, DecisionRow, StepRunRow } from '#protocol/rows';
import type { CommandFact } from '../../policy/action';
import type { RunHistory } from '../runHistory';

/** What one attempt of a step did, or which call of it was denied. */
export interface CommandResult {
  readonly command: CommandFact | null;
  readonly attempt: number | null;
  readonly success: boolean;
  readonly denied: boolean;
  readonly timeout: boolean;
  readonly exit_code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error: string | null;
}

/** How often a step, or a whole run, did what. */
export interface ExecutionSummary {
  readonly executed_count: number;
  readonly denied_count: number;
  readonly timeout_count: number;
  readonly failed_count: number;
}

/** What a step carried out, with its counts. */
export interface Execution {
  readonly command_results: readonly CommandResult[];
  readonly execution_summary: ExecutionSummary;
}

/** What one visit of a step carried out; an output belongs to its last attempt. */
export function execution({ attempts, decisions }: RunHistory, row: StepRunRow): Execution {
  const tried = attempts.filter(({ step_id, visit }) => step_id === row.step_id && visit === row.visit);
  const judged = decisions.filter(({ step_id }) => step_id === row.step_id);
  const command = commandsOf(judged)[0] ?? null;
  const results = tried.map((attempt, index) =>
    attemptResult(attempt, command, index === tried.length - 1 ? row.output_json : null),
  );
  const denied = judged.filter(({ verdict }) => verdict === 'deny');
  const command_results = row.status === 'denied' ? [...results, ...denied.map(deniedResult)] : results;
  return { command_results, execution_summary: countResults(command_results) };
}

/** The commands of a step as policy judged them, each once. */
export function commandsOf(judged: readonly DecisionRow[]): readonly CommandFact[] {
  const byCall = new Map(judged.map((decision) => [decision.args_sha, commandsIn(decision)]));
  return [...byCall.values()].flat();
}

/** The counts of several steps together. */
export function sumExecutions(executions: readonly Execution[]): ExecutionSummary {
  return countResults(executions.flatMap(({ command_results }) => command_results));
}

function attemptResult(row: AttemptRow, command: CommandFact | null, output: string | null): CommandResult {
  const printed: Json = output === null ? null : (JSON.parse(output) as Json);
  return {
    command,
    attempt: row.n,
    success: row.status === 'succeeded',
    denied: false,
    timeout: row.status === 'timed_out',
    exit_code: row.exit_code,
    stdout: textIn(printed, 'stdout'),
    stderr: textIn(printed, 'stderr'),
    error: row.error_message,
  };
}

function deniedResult(decision: DecisionRow): CommandResult {
  return {
    command: commandsIn(decision)[0] ?? null,
    attempt: null,
    success: false,
    denied: true,
    timeout: false,
    exit_code: null,
    stdout: '',
    stderr: '',
    error: decision.reason,
  };
}

function countResults(results: readonly CommandResult[]): ExecutionSummary {
  const count = (isSuch: (result: CommandResult) => boolean) => results.filter(isSuch).length;
  return {
    executed_count: count(({ denied }) => !denied),
    denied_count: count(({ denied }) => denied),
    timeout_count: count(({ timeout }) => timeout),
    failed_count: count(({ denied, success }) => !denied && !success),
  };
}

/** The commands of a judged call. */
export function commandsIn({ facts_json }: DecisionRow): readonly CommandFact[] {
  const action = JSON.parse(facts_json) as {
    readonly facts?: { readonly commands?: readonly CommandFact[] };
  };
  return action.facts?.commands ?? [];
}

function textIn(output: Json, key: string): string {
  const value = typeof output === 'object' && output !== null ? (output as JsonObject)[key] : undefined;
  return typeof value === 'string' ? value : '';
}
