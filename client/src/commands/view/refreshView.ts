import type { Desk } from '../../desk';

/** Reads what the side panel shows anew. */
export async function refreshView(desk: Desk): Promise<void> {
  await desk.sidePanel.refresh();
}
