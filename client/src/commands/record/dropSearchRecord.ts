import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Forgets a kept search. */
export async function dropSearchRecord(desk: Desk, word?: unknown): Promise<void> {
  const { query } = subjectOf(word);
  if (query !== undefined) {
    await desk.sidePanel.searches.drop(query);
    desk.sidePanel.refreshTraces();
  }
}
