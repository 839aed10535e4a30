import { chooseRun } from '../../choices/chooseSubject';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { openTrace } from '../../panels/tracePanel';

/** Opens the trace of a run: what happened when, why it failed, who allowed it. */
export async function showTraceRun(desk: Desk, word?: unknown): Promise<void> {
  const run_id = await chooseRun(desk, word);
  if (run_id !== undefined) {
    const { span_id } = subjectOf(word);
    openTrace(desk.line.current, { run_id, ...(span_id !== undefined && { span_id }) });
  }
}
