import { chooseVersion, type Version } from '../choices/chooseSubject';
import { subjectOf } from '../choices/subjectOf';
import type { Desk } from '../desk';
import { importFile } from './carryOutPlan';
import type { PlanFile } from './planFile';

/** The version that a command about a plan means: that of a row, else of the file at hand, stored as it is now. */
export async function meantVersion(
  desk: Desk,
  word: unknown,
): Promise<(Version & { readonly file?: PlanFile }) | undefined> {
  return subjectOf(word).session_id === undefined
    ? await importFile(desk, word)
    : await chooseVersion(desk, word);
}
