import { z } from 'zod';
import type { ErrorClass } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { ProcessResult } from '../../runtime/ports';
import type { ToolContext, ToolResult } from '../../runtime/tool';

/** What every tool that runs a command answers. */
export const commandShape = z.object({
  command: z.array(z.string()),
  success: z.boolean(),
  exit_code: z.int().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean(),
  duration_ms: z.number(),
});

/** One command of a tool call. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Variables that the call sets; they never replace what identifies the run to the child. */
  readonly env?: Readonly<Record<string, string>>;
  /** An upper bound of its own beside that of the step. */
  readonly timeoutMs?: number;
  readonly onOutput?: ToolContext['onOutput'];
}

/** Runs a command in the workspace with the context's limits and environment. */
export async function runCommand(command: Command, context: ToolContext): Promise<ProcessResult> {
  const { argv, cwd = '.', env = {}, onOutput = context.onOutput } = command;
  const limits = [command.timeoutMs, context.timeoutMs].filter((ms) => ms !== undefined && ms !== null);
  return await context.processes.run({
    argv,
    cwd,
    env: { ...inherited(context.env, env), ...env, ...identity(context.env) },
    timeoutMs: limits.length === 0 ? null : Math.min(...limits),
    maxOutputBytes: context.maxOutputBytes,
    signal: context.signal,
    onOutput: ({ stream, bytes }) => onOutput(stream, bytes),
  });
}

/** A call that names a collector of its own gets nothing of ours: our token is for nobody else. */
function inherited(
  env: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const isOurs = (name: string) => name.startsWith('OTEL_EXPORTER_OTLP');
  return Object.keys(own).some(isOurs)
    ? Object.fromEntries(Object.entries(env).filter(([name]) => !isOurs(name)))
    : env;
}

function identity(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = ['TRACEPARENT', 'HOLDPOINT_IDEMPOTENCY_KEY'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)));
}

/** The result of a tool call that ran one command: only exit code 0 is success. */
export function commandOutcome(
  argv: readonly string[],
  result: ProcessResult,
  more: JsonObject = {},
): ToolResult {
  const failure = failureOf(argv, result);
  const output: JsonObject = {
    command: argv,
    success: failure === null,
    exit_code: result.exitCode,
    signal: result.signal,
    stdout: result.stdout,
    stderr: result.stderr,
    truncated: result.truncated,
    duration_ms: result.durationMs,
    ...more,
  };
  const ended = { output, exitCode: result.exitCode, process: result };
  return failure === null ? { ok: true, ...ended } : { ok: false, ...failure, ...ended };
}

function failureOf(
  argv: readonly string[],
  result: ProcessResult,
): { readonly errorClass: ErrorClass; readonly message: string } | null {
  if (result.spawnError !== null) return { errorClass: 'tool_error', message: result.spawnError };
  if (result.timedOut) return { errorClass: 'timeout', message: `'${argv[0]}' timed out` };
  if (result.cancelled) return { errorClass: 'cancelled', message: `'${argv[0]}' was cancelled` };
  if (result.exitCode === 0) return null;
  const how = result.exitCode === null ? `by signal ${result.signal}` : `with exit code ${result.exitCode}`;
  return { errorClass: 'exit_code', message: `'${argv[0]}' ended ${how}` };
}
