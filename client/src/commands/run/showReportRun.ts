import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { openRunReport } from '../../panels/runReport';

/** Opens the report of a run: how it ended, who allowed what, what it changed. */
export async function showReportRun(desk: Desk, word?: unknown): Promise<void> {
  const run_id = await chooseRun(desk, word);
  if (run_id !== undefined) {
    openRunReport(desk.line.current, { run_id });
  }
}
