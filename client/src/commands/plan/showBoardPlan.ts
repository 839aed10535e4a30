import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { meantVersion } from '../../journey/meantVersion';
import { openPlanBoard } from '../../panels/planBoard';

/** Opens the board of a plan: its steps, what they would do, and the decision about it. */
export async function showBoardPlan(desk: Desk, word?: unknown): Promise<void> {
  const meant = await meantVersion(desk, word);
  if (meant !== undefined) {
    const { session_id, version } = meant;
    const { step_id } = subjectOf(word);
    openPlanBoard(desk.line.current, { session_id, version, ...(step_id !== undefined && { step_id }) });
  }
}
