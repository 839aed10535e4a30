import type { Desk } from '../../desk';
import { carryOut } from '../../journey/carryOutPlan';
import { meantVersion } from '../../journey/meantVersion';

/** Runs a plan: the version of a row, or the file at hand as it is now; waits for its approval where it needs one. */
export async function runPlan(desk: Desk, word?: unknown): Promise<void> {
  const meant = await meantVersion(desk, word);
  if (meant !== undefined) {
    const { file, ...version } = meant;
    await carryOut(desk, version, { isDryRun: false }, file);
  }
}
