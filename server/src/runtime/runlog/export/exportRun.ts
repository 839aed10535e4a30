import type { JsonObject } from '#protocol/json';
import type { Caller, Checked, Result } from '#protocol/methods';
import type { ExportKind } from '#protocol/runFiles';
import { junitXml } from '../../../core/report/documents/junitXml';
import { jsonFile, writeRunDirectory } from '../../../core/runDirectory/writeRunDirectory';
import { graphNodeTrace } from '../../../core/runlog/graphNodeTrace';
import { runlogText } from '../../../core/runlog/readRunlog';
import type { Context } from '../../context';
import { base64 } from '../../handlers/records/base64';
import { findRun } from '../../record/findRun';
import { noteGate, noteWritten } from '../noteReport';
import { reportOf, reportText } from '../reportOf';
import { noteRun, runNote } from '../runNotes';
import type { ExportRequest } from './exportRequest';
import { incidentBundle } from './incidentBundle';
import { otlpDocument } from './otlpDocument';
import { runParts, wholeRunlog } from './runParts';
import { projectionOf, summaryOfRun } from './summaries';

type Texts = Readonly<Record<string, string | Uint8Array>>;

/** Derives the files of one kind from a run; every one is redacted. */
export async function exportRun(
  context: Context,
  caller: Caller,
  params: Checked<'run/export'>,
): Promise<Result<'run/export'>> {
  const run = await findRun(context.ports.store, params.run_id);
  const request = { context, run, caller, params };
  const files = await makers[params.kind](request);
  const isRunDirectory = params.kind === 'run-dir';
  if (isRunDirectory) {
    await noteDirectory(request);
  }
  if (reportKinds.has(params.kind)) {
    await noteGate(context, run, await reportOf(context, run));
    await noteWritten(context, { run, caller, kind: params.kind });
  }
  return {
    run_id: run.id,
    kind: params.kind,
    folder: isRunDirectory ? `runs/${run.id}` : `exports/${run.id}`,
    files: Object.entries(files).map(([path, content]) => ({
      path,
      media_type: mediaType(path),
      base64: base64(typeof content === 'string' ? new TextEncoder().encode(content) : content),
    })),
  };
}

/** Exports that hold the report of their run. */
const reportKinds: ReadonlySet<ExportKind> = new Set(['report', 'markdown', 'html', 'run-dir']);

const makers: Readonly<Record<ExportKind, (request: ExportRequest) => Promise<Texts>>> = {
  report: async (request) => ({ 'report.json': await report(request, 'json') }),
  markdown: async (request) => ({ 'report.md': await report(request, 'markdown') }),
  html: async (request) => ({ 'report.html': await report(request, 'html') }),
  runlog: async ({ context, run }) => ({ 'runlog.jsonl': runlogText(await wholeRunlog(context, run)) }),
  'run-dir': async ({ context, run }) => writeRunDirectory(await runParts(context, run)) as Texts,
  junit: async ({ context, run }) => ({ 'junit.xml': junitXml(await reportOf(context, run)) }),
  otlp: async ({ context, run }) => ({ 'traces.json': jsonFile(await otlpDocument(context, run)) }),
  eval: async ({ context, run }) => ({ 'eval.json': jsonFile((await runParts(context, run)).eval) }),
  summary: async ({ context, run }) => {
    const { json, text } = await summaryOfRun(context, run);
    return { 'summary.json': jsonFile(json), 'summary.txt': `${text}\n` };
  },
  'phase-summary': async ({ context, run }) => ({
    'phase_summary.json': jsonFile((await projectionOf(context, run)).phase_summary),
  }),
  'step-logs': async ({ context, run }) => {
    const { step_logs } = await projectionOf(context, run);
    return Object.fromEntries(
      step_logs.map((log) => [`step_${String(log.step_num).padStart(3, '0')}.json`, jsonFile(log)]),
    );
  },
  'phase-state': async ({ context, run }) => ({
    'phase_state.json': jsonFile((await projectionOf(context, run)).phase_state),
  }),
  'graph-trace': async ({ context, run }) => ({
    'graph_node_trace.json': jsonFile(graphNodeTrace(await wholeRunlog(context, run))),
  }),
  incident: incidentBundle,
};

async function report({ context, run, params }: ExportRequest, format: 'json' | 'markdown' | 'html') {
  return await reportText(context, run, await reportOf(context, run), { format, locale: params.locale });
}

/** The list of runs names the directory of a run, and says how it was judged there. */
async function noteDirectory({ context, run }: ExportRequest): Promise<void> {
  const { eval: made } = await runParts(context, run);
  const run_dir = `runs/${run.id}`;
  const eval_pass = made.pass_fail ? 1 : 0;
  const note = await runNote(context, run.id);
  const isKnown = note.run_dir === run_dir && note.eval_pass === eval_pass;
  if (!isKnown && (await context.ports.store.status()).read_only_reason === null) {
    await noteRun(context, run.id, { run_dir, eval_pass });
  }
}

function mediaType(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const known: Readonly<JsonObject> = {
    json: 'application/json',
    jsonl: 'application/x-ndjson',
    md: 'text/markdown',
    html: 'text/html',
    xml: 'application/xml',
    txt: 'text/plain',
    zip: 'application/zip',
  };
  return String(known[extension] ?? 'application/octet-stream');
}
