import type { JsonObject } from '#protocol/json';
import { type IncidentSources, incidentFiles } from '../../../core/report/documents/incidentFiles';
import { zipFiles } from '../../../core/report/documents/zipFiles';
import { runTerms } from '../../../core/report/runHistory';
import { runlogText } from '../../../core/runlog/readRunlog';
import { isoNow } from '../../record/record';
import { reportOf, reportText } from '../reportOf';
import type { ExportRequest } from './exportRequest';
import { runParts } from './runParts';
import { projectionOf, summaryOfRun } from './summaries';

/** The incident bundle of a run (OPS-11): one archive, redacted, to hand to somebody who was not there. */
export async function incidentBundle(request: ExportRequest): Promise<Readonly<Record<string, Uint8Array>>> {
  const { run } = request;
  const files = incidentFiles(await sourcesOf(request));
  return { [`incident_${run.id}.zip`]: zipFiles(files, run.ended_at ?? run.created_at) };
}

async function sourcesOf({ context, run, caller, params }: ExportRequest): Promise<IncidentSources> {
  const report = await reportOf(context, run);
  const { rows, inputs } = await runParts(context, run);
  const { baseCommit, toolVersions } = runTerms(run);
  const environment = {
    holdpoint: context.server.version,
    tool_versions: toolVersions,
    executor: run.executor,
    slot_id: run.slot_id,
    profile: run.profile,
    ...params.environment,
  };
  return {
    time: isoNow(context),
    reporter: caller.actor,
    commitHash: baseCommit,
    mode: run.mode,
    jobIndex: run.batch_index,
    jobName: null,
    report,
    page: await reportText(context, run, report, { format: 'html', locale: params.locale }),
    inputs,
    summary: await summaryOfRun(context, run),
    projection: await projectionOf(context, run),
    runlog: runlogText(rows),
    environment: context.redactor.json(environment).value as JsonObject,
  };
}
