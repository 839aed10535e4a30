import { isTerminal } from '#protocol/states';
import { chooseRun } from '../../choices/chooseSubject';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { rollBack } from '../../journey/rollBack';

/** Takes back what a run, or one of its steps, has written; files that changed since are kept unless chosen. */
export async function rollbackRun(desk: Desk, word?: unknown): Promise<void> {
  const target = await chooseRun(desk, word, ({ status }) => isTerminal('run', status));
  const { step_id } = subjectOf(word);
  if (target !== undefined) {
    await rollBack(desk, { target, ...(step_id !== undefined && { step_id }) });
  }
}
