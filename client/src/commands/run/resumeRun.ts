import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { watchRun } from '../../journey/watchRun';

/** Goes on with a run that was paused or interrupted. */
export async function resumeRun(desk: Desk, word?: unknown): Promise<void> {
  const fits = ({ status }: { readonly status: string }) => status === 'paused' || status === 'interrupted';
  const asked = await chooseRun(desk, word, fits);
  if (asked !== undefined) {
    const line = desk.line.current;
    const { run_id } = await line.request('run/resume', { run_id: asked });
    void watchRun(desk, line, run_id);
  }
}
