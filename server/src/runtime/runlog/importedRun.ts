import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { RunReport } from '../../core/report/runReport';
import type { RunDocuments } from '../../core/runDirectory/runDirectory';
import type { Context } from '../context';

/** The documents that an imported run came with; `undefined` of a run of this workspace. */
export async function importedDocuments(context: Context, run_id: string): Promise<RunDocuments | undefined> {
  const note = await context.ports.store.get('run_notes', { run_id });
  return note?.imported ? (JSON.parse(note.imported) as RunDocuments) : undefined;
}

/** Stops where somebody would have an imported run go on: nothing that came from elsewhere is carried out. */
export async function refuseImported(context: Context, runId: string): Promise<void> {
  if ((await importedDocuments(context, runId)) !== undefined) {
    const text = `run ${runId} was imported: it can be read, not carried out; import its plan to run that`;
    throw new AppError('STATE_CONFLICT', text, { run_id: runId });
  }
}

/** The report that an imported run came with, when it is one as this program writes them. */
export async function importedReport(context: Context, runId: string): Promise<RunReport | undefined> {
  const report = (await importedDocuments(context, runId))?.report ?? null;
  return report !== null && isReport(report) ? (report as unknown as RunReport) : undefined;
}

const lists = ['steps', 'artifacts', 'approvals', 'next_commands'];
const objects = ['plan', 'context_digest', 'decisions'];

function isReport(report: JsonObject): boolean {
  const hasLists = lists.every((key) => Array.isArray(report[key]));
  const hasObjects = objects.every((key) => typeof report[key] === 'object' && report[key] !== null);
  return report['schema_version'] === 'run_report.v1' && hasLists && hasObjects;
}
