import type { Desk } from '../../desk';

/** Takes what a search found out of the view of traces. */
export async function clearSearchRecord(desk: Desk): Promise<void> {
  desk.sidePanel.showFound(undefined);
}
