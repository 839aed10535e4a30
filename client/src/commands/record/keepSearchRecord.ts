import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Keeps a search for this workspace. */
export async function keepSearchRecord(desk: Desk, word?: unknown): Promise<void> {
  const { query } = subjectOf(word);
  const text = query ?? desk.sidePanel.found?.text;
  if (text !== undefined && text !== '') {
    await desk.sidePanel.searches.keep(text);
    desk.sidePanel.refreshTraces();
  }
}
