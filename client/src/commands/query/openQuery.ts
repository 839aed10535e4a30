import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { openQueryView } from '../../panels/query/queryPanel';

/** Opens the view of queries: with the one that was meant, already asked, or to choose one. */
export async function openQuery(desk: Desk, word?: unknown): Promise<void> {
  const { query = '' } = subjectOf(word);
  openQueryView(desk.line.current, { q: query });
}
