import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Deletes a query that the person kept under a name. */
export async function deleteQuery(desk: Desk, word?: unknown): Promise<void> {
  const { query_name: name } = subjectOf(word);
  if (name !== undefined) {
    await desk.line.request('query/delete', { name });
    desk.sidePanel.refreshTraces();
  }
}
