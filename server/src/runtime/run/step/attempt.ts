import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import { defaultToolTimeoutMs } from '../../../core/run/stepPolicy';
import type { FileWrite, Processes } from '../../ports';
import type { Span } from '../../record/span';
import type { ToolContext, ToolResult } from '../../tool';
import type { ActiveRun, StepRun } from '../activeRun';
import type { Prepared, ToolCall } from '../gate/prepared';
import { draftPreviews } from './drafts';
import { OutputLog } from './outputLog';
import { applyWrites } from './writes';

/** What one try left behind. */
export interface AttemptEnd {
  readonly result: ToolResult;
  readonly output: OutputLog;
}

/** Runs a step's tool once: every call in order, the first failure ends it. Never throws but for faults of ours. */
export async function attempt(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  span: Span,
): Promise<AttemptEnd> {
  const output = new OutputLog(run.context, run.row.id, prepared.step.id);
  const results: ToolResult[] = [];
  for (const call of prepared.calls) {
    const result = await once(run, stepRun, prepared, call, span, output);
    results.push(result);
    if (!result.ok) {
      break;
    }
  }
  output.end();
  return { result: merged(results), output };
}

async function once(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  call: ToolCall,
  span: Span,
  output: OutputLog,
): Promise<ToolResult> {
  const timeoutMs = prepared.step.timeout_ms ?? defaultToolTimeoutMs;
  const deadline = new AbortController();
  const signal = AbortSignal.any([run.abort.signal, deadline.signal]);
  const timer = new AbortController();
  const limit = timeoutMs === 0 ? null : timeoutMs;
  if (limit !== null) {
    run.context.ports.clock.sleep(limit, timer.signal).then(
      () => deadline.abort(),
      () => undefined,
    );
  }
  try {
    const context = toolContext(run, stepRun, prepared, span, output, signal, limit);
    const result = await work(run, stepRun, prepared, call, context, span);
    const isLate = deadline.signal.aborted || (!result.ok && result.errorClass === 'timeout');
    return isLate ? timedOut(prepared, limit, result) : result;
  } catch (error) {
    return failureOf(run, prepared, error, deadline.signal.aborted ? limit : null);
  } finally {
    timer.abort();
  }
}

async function work(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  call: ToolCall,
  context: ToolContext,
  span: Span,
): Promise<ToolResult> {
  const { tool } = prepared;
  if (prepared.previews.length > 0) {
    return await applyWrites(run, prepared, async () => {
      if (!tool.perform) {
        throw new AppError('INTERNAL', `${tool.name} cannot apply`);
      }
      return await tool.perform(call.inputs, context);
    });
  }
  if (tool.draft) {
    return await draftPreviews(run, stepRun, prepared, await tool.draft(call.inputs, context), span);
  }
  if (!tool.perform) {
    throw new AppError('INTERNAL', `${tool.name} does nothing`);
  }
  return await tool.perform(call.inputs, context);
}

function toolContext(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  span: Span,
  output: OutputLog,
  signal: AbortSignal,
  timeoutMs: number | null,
): ToolContext {
  const { ports } = run.context;
  const { permissions, limits } = prepared.policy;
  const given = Object.entries(run.options.env).filter(([name]) => permissions.env_allow.includes(name));
  return {
    workspace: ports.workspace,
    processes:
      prepared.action.networkEnforced && permissions.network !== 'full'
        ? offline(ports.processes)
        : ports.processes,
    network: ports.network,
    clock: ports.clock,
    signal,
    timeoutMs,
    maxOutputBytes: limits.max_output_bytes,
    env: {
      ...ports.processes.environment(permissions.env_allow),
      ...Object.fromEntries(given),
      TRACEPARENT: `00-${run.row.trace_id}-${span.id}-01`,
      HOLDPOINT_IDEMPOTENCY_KEY: `${run.row.id}.${prepared.step.id}.${stepRun.row.visit}`,
    },
    onOutput: (stream, bytes) => output.write(stream, bytes),
    approvedWrites: prepared.writes as readonly FileWrite[],
  };
}

/** The same processes, kept from every network. */
function offline(processes: Processes): Processes {
  return { ...processes, run: (request) => processes.run({ ...request, isolateNetwork: true }) };
}

function timedOut(prepared: Prepared, limit: number | null, partial?: ToolResult): ToolResult {
  const seconds = (limit ?? 0) / 1000;
  return {
    ok: false,
    errorClass: 'timeout',
    message: `Node '${prepared.step.id}' timed out after ${seconds} seconds`,
    output: partial?.output ?? null,
    exitCode: null,
    ...(partial?.process ? { process: partial.process } : {}),
  };
}

function failureOf(run: ActiveRun, prepared: Prepared, error: unknown, limit: number | null): ToolResult {
  if (limit !== null) {
    return timedOut(prepared, limit);
  }
  if (run.abort.signal.aborted) {
    return { ok: false, errorClass: 'cancelled', message: 'cancelled', output: null, exitCode: null };
  }
  if (error instanceof AppError && error.code !== 'INTERNAL') {
    const output = { error_code: error.code, ...JSON.parse(JSON.stringify(error.details)) } as JsonObject;
    return { ok: false, errorClass: 'tool_error', message: error.message, output, exitCode: null };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, errorClass: 'internal', message, output: null, exitCode: null };
}

function merged(results: readonly ToolResult[]): ToolResult {
  const last = results.at(-1);
  if (!last) {
    throw new Error('a step without calls');
  }
  return results.length === 1 ? last : { ...last, output: { results: results.map(({ output }) => output) } };
}
