import type { Desk } from '../../desk';
import { carryOut } from '../../journey/carryOutPlan';
import { meantVersion } from '../../journey/meantVersion';

/** Runs a plan up to what it would change: previews, but no write, no command, no network, no change to git. */
export async function dryRunPlan(desk: Desk, word?: unknown): Promise<void> {
  const meant = await meantVersion(desk, word);
  if (meant !== undefined) {
    const { file, ...version } = meant;
    await carryOut(desk, version, { isDryRun: true }, file);
  }
}
