/** The files of a run directory (LOG-09) by their names; the last two are of older directories. */
export const runFileNames = [
  'runlog.jsonl',
  'report.json',
  'report.md',
  'inputs.json',
  'manifest.json',
  'eval.json',
  'seed.json',
  'pack_manifest.json',
] as const;

/** Where the command line keeps the hash of the newest checkpoint for the next rollback: a file of ours, not of the work. */
export const lastCheckpointFile = 'logs/last_checkpoint.txt';

/** What can be exported of a run. */
export const exportKinds = [
  'report',
  'markdown',
  'html',
  'runlog',
  'run-dir',
  'junit',
  'otlp',
  'eval',
  'summary',
  'phase-summary',
  'step-logs',
  'phase-state',
  'graph-trace',
  'incident',
] as const;

export type ExportKind = (typeof exportKinds)[number];
