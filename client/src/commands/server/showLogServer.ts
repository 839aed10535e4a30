import type { Desk } from '../../desk';

/** Shows what the line to the server has said. */
export async function showLogServer({ log }: Desk): Promise<void> {
  log.show();
}
