import { AppError } from '#protocol/errors';
import type { RunView } from '#protocol/methods/runs';
import { visible } from '#protocol/shown/visible';
import type { Journey } from '../journey';
import { readDiary } from './diary';

const mostLines = 5;

/** Says at which step the last run of this plan failed, when the diary knows and no later run of it succeeded. */
export async function sayPreviousFailure(journey: Journey, title: string): Promise<void> {
  const { call, options } = journey;
  for (const entry of readDiary(options.logDir).slice(0, mostLines)) {
    const run = await runOf(journey, entry['run_id']);
    if (run !== undefined && (await titleOf(journey, run)) === title) {
      if (!(await succeededSince(journey, run))) {
        const step = visible(String(entry['failed_node_id'] ?? '?'));
        call.terminal.say(call.messages.previousFailure(step, visible(String(entry['timestamp'] ?? '?'))));
      }
      return;
    }
  }
}

/** Diaries outlive runs, and may come from elsewhere. */
async function runOf({ door }: Journey, run_id: unknown): Promise<RunView | undefined> {
  if (typeof run_id !== 'string') {
    return undefined;
  }
  try {
    return await door.request('run/show', { run_id });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) {
      return undefined;
    }
    throw error;
  }
}

async function titleOf({ door }: Journey, { session_id, plan_version }: RunView): Promise<string> {
  return (await door.request('plan/show', { session_id, version: plan_version })).title;
}

async function succeededSince({ door }: Journey, failed: RunView): Promise<boolean> {
  const { items } = await door.request('run/list', { status: 'succeeded', limit: 50 });
  const isLater = (run: RunView) => run.created_at > failed.created_at;
  return items.some(
    (run) => isLater(run) && (run.plan_hash === failed.plan_hash || run.session_id === failed.session_id),
  );
}
