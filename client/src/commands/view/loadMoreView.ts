import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Reads the next page of a list. */
export async function loadMoreView(desk: Desk, word?: unknown): Promise<void> {
  desk.sidePanel.loadMore(subjectOf(word));
}
