import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import { defaultToolTimeoutMs } from '../../../core/run/stepPolicy';
import type { Span } from '../../record/span';
import type { ToolContext, ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { Prepared, ToolCall } from '../gate/prepared';
import type { StepRun } from '../stepRun';
import { draftPreviews } from './drafts';
import { OutputLog } from './outputLog';
import { toolContext } from './toolContext';
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
  const limit = timeoutMs === 0 ? null : timeoutMs;
  const deadline = new Deadline(run, limit);
  try {
    const context = toolContext(run, stepRun, prepared, span, output, deadline, limit);
    const working = work(run, stepRun, prepared, call, context, span);
    const result = (await answersAtOnce(working))
      ? await working
      : await withinGrace(run, prepared, working, deadline.start());
    const isLate = deadline.isOver || (!result.ok && result.errorClass === 'timeout');
    return isLate ? timedOut(prepared, limit, result) : result;
  } catch (error) {
    return failureOf(run, prepared, error, deadline.isOver ? limit : null);
  } finally {
    deadline.end();
  }
}

/** How long a tool that was told to stop may take before its result is dropped: a process tree needs up to 3 s, stopped by a person 6 s. */
const graceMs = { own: 5_000, stopped: 10_000 };

/** Waits for a tool, but not for ever once it was told to stop; a write is always waited for, it must not be in doubt. */
function withinGrace(
  run: ActiveRun,
  prepared: Prepared,
  working: Promise<ToolResult>,
  signal: AbortSignal,
): Promise<ToolResult> {
  if (prepared.previews.length > 0) {
    return working;
  }
  const { clock } = run.context.ports;
  return new Promise((resolve, reject) => {
    working.then(resolve, reject);
    const giveUp = () => {
      const giveUpMs = run.cancelReason === null ? graceMs.own : graceMs.stopped;
      clock.sleep(giveUpMs, new AbortController().signal).then(
        () => reject(new Error(`${prepared.tool.name} did not stop when it was told to`)),
        () => undefined,
      );
    };
    signal.addEventListener('abort', giveUp, { once: true });
    void working.then(
      () => signal.removeEventListener('abort', giveUp),
      () => signal.removeEventListener('abort', giveUp),
    );
  });
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

/** Whether work ends without ever waiting for the world outside: then there is nothing to time. */
async function answersAtOnce(working: Promise<ToolResult>): Promise<boolean> {
  let isDone = false;
  const note = () => {
    isDone = true;
  };
  working.then(note, note);
  for (let turn = 0; turn < 8 && !isDone; turn += 1) {
    await Promise.resolve();
  }
  return isDone;
}

/** The end of one call's time, and the one signal that tells it to stop: for that reason or because the run ends. */
class Deadline {
  readonly #run: ActiveRun;
  readonly #limitMs: number | null;
  readonly #stopNow = () => this.#stop?.abort();
  #stop: AbortController | undefined;
  #timer: AbortController | undefined;
  isOver = false;

  constructor(run: ActiveRun, limitMs: number | null) {
    this.#run = run;
    this.#limitMs = limitMs;
  }

  /** Made when somebody asks for it first: most calls of a moment never do. */
  get signal(): AbortSignal {
    if (!this.#stop) {
      this.#stop = new AbortController();
      if (this.#run.abort.signal.aborted) {
        this.#stopNow();
      }
      this.#run.abort.signal.addEventListener('abort', this.#stopNow, { once: true });
    }
    return this.#stop.signal;
  }

  /** Lets the time run. */
  start(): AbortSignal {
    const { signal } = this;
    if (this.#limitMs !== null) {
      this.#timer = new AbortController();
      this.#run.context.ports.clock.sleep(this.#limitMs, this.#timer.signal).then(
        () => {
          this.isOver = true;
          this.#stopNow();
        },
        () => undefined,
      );
    }
    return signal;
  }

  /** The call has ended: nothing more is timed. Given a reason, no error is made up for nobody to see. */
  end(): void {
    if (this.#stop) {
      this.#run.abort.signal.removeEventListener('abort', this.#stopNow);
    }
    this.#timer?.abort('the call has ended');
  }
}
