import { AppError } from '#protocol/errors';
import type { CancelSignal } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { failedStep } from '../../../core/report/runHistory';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import type { Runs } from '../../run/runs';
import { runHistory } from '../../runlog/runHistory';

/** Waits until a run is over, however long people take to decide; its row then. A step that failed it is thrown. */
export async function runToEnd(
  context: Context,
  runs: Runs,
  runId: string,
  signal: CancelSignal,
): Promise<RunRow> {
  await whenOver(context, runs, runId, signal);
  const row = await findRun(context.ports.store, runId);
  if (row.status === 'failed') {
    await refuseStageFailure(context, row);
  }
  return row;
}

/** A step whose tries are used up answers with its name, its tries and its cause (LOG-04, LOG-05). */
async function refuseStageFailure(context: Context, row: RunRow): Promise<void> {
  const step = failedStep(await runHistory(context, row));
  if (step === undefined) {
    return;
  }
  const attempts = Math.max(1, step.attempts);
  const cause = step.error_message ?? row.end_message ?? 'it failed';
  throw new AppError(
    'ORCH_STAGE_FAILED',
    `Stage node '${step.step_id}' failed after ${attempts} attempt(s): ${cause}`,
    {
      run_id: row.id,
      trace_id: row.trace_id,
      step_id: step.step_id,
      stage_node: step.step_id,
      attempts,
    },
  );
}

function whenOver(context: Context, runs: Runs, runId: string, signal: CancelSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopListening = context.bus.listen((name, payload) => {
      if (name === 'run/changed' && (payload as { readonly run_id: string }).run_id === runId) {
        look();
      }
    });
    const leave = () => {
      stopListening();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      leave();
      reject(new DOMException('the caller left before the run was over', 'AbortError'));
    };
    const look = () => {
      isOver(context, runs, runId).then(
        (over) => {
          if (over) {
            leave();
            resolve();
          }
        },
        (error: unknown) => {
          leave();
          reject(error);
        },
      );
    };
    signal.addEventListener('abort', giveUp, { once: true });
    look();
  });
}

async function isOver(context: Context, runs: Runs, runId: string): Promise<boolean> {
  const { status } = await findRun(context.ports.store, runId);
  const hasEnded = isTerminal('run', status);
  if (!hasEnded) {
    runs.refuseBroken(runId);
  }
  return hasEnded;
}
