import { isTerminal } from '#protocol/states';
import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { watchRun } from '../../journey/watchRun';

/** Runs a finished run's plan again with exactly its inputs. */
export async function rerunRun(desk: Desk, word?: unknown): Promise<void> {
  const asked = await chooseRun(desk, word, ({ status }) => isTerminal('run', status));
  if (asked !== undefined) {
    const line = desk.line.current;
    const { run_id } = await line.request('run/rerun', { run_id: asked });
    void watchRun(desk, line, run_id);
  }
}
