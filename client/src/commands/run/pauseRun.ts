import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Lets a run start no further step until it is resumed. */
export async function pauseRun(desk: Desk, word?: unknown): Promise<void> {
  const run_id = await chooseRun(desk, word, ({ status }) => status === 'running');
  if (run_id !== undefined) {
    await desk.line.current.request('run/pause', { run_id });
  }
}
