import type { Desk } from '../../desk';
import { importFile } from '../../journey/carryOutPlan';
import { openPlanBoard } from '../../panels/planBoard';

/** Stores the plan in the editor as the next version of its session and shows what is to be decided about it. */
export async function importPlan(desk: Desk, word?: unknown): Promise<void> {
  const imported = await importFile(desk, word);
  if (imported !== undefined) {
    const { session_id, version } = imported;
    openPlanBoard(desk.line.current, { session_id, version });
  }
}
