import type { JsonObject } from '#protocol/json';
import type { RunRow } from '#protocol/rows';
import { type RunParts, runManifest } from '../../../core/runDirectory/writeRunDirectory';
import { evalRun } from '../../../core/runlog/evaluation/evalRun';
import type { RunlogRow } from '../../../core/runlog/runlogRow';
import type { Context } from '../../context';
import { importedDocuments } from '../importedRun';
import { reportOf } from '../reportOf';
import { runHistory } from '../runHistory';
import { storeRuns } from '../storeRuns';

/** Every row of the log of a run. */
export async function wholeRunlog(context: Context, run: RunRow): Promise<readonly RunlogRow[]> {
  const all = { limit: Number.MAX_SAFE_INTEGER, offset: 0 };
  return (await storeRuns(context).runlog(run.id, all)).rows;
}

/** The parts of a run's directory, redacted; an imported run gives back the documents that it came with. */
export async function runParts(context: Context, run: RunRow): Promise<RunParts> {
  const [rows, history, documents] = await Promise.all([
    wholeRunlog(context, run),
    runHistory(context, run),
    importedDocuments(context, run.id),
  ]);
  const { redactor } = context;
  const manifest = documents?.manifest ?? (redactor.json(runManifest(history)).value as JsonObject);
  return {
    rows,
    report: documents?.report ?? ((await reportOf(context, run)) as unknown as JsonObject),
    inputs: documents?.inputs ?? history.inputs ?? {},
    manifest,
    eval: evalRun(run.id, rows),
    older: olderDocuments(documents),
  };
}

function olderDocuments(documents: Awaited<ReturnType<typeof importedDocuments>>): RunParts['older'] {
  const { seed = null, pack_manifest = null, report_markdown = null } = documents ?? {};
  return { seed, pack_manifest, report_markdown };
}
