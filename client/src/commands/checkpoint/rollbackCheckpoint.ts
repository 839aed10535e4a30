import { chooseCheckpoint } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { rollBack } from '../../journey/rollBack';

/** Goes back to a checkpoint, after the exact list of files was shown and approved. */
export async function rollbackCheckpoint(desk: Desk, word?: unknown): Promise<void> {
  const target = await chooseCheckpoint(desk, word);
  if (target !== undefined) {
    await rollBack(desk, { target });
  }
}
