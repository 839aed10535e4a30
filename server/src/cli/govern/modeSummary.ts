import { join, resolve } from 'node:path';
import { lastCheckpointFile } from '#protocol/runFiles';
import type { Call } from '../invocation';
import { writeWhole } from '../run/output/writeWhole';
import { jsonText } from '../terminal/jsonText';

/** Where the hash of the newest checkpoint lies for the next rollback. */
export function lastCheckpointPath(root: string): string {
  return join(root, lastCheckpointFile);
}

type Facts = Readonly<Record<string, unknown>>;

/** Writes the SummaryFile of a checkpoint or rollback where one was asked for; what was verified stands last. */
export function writeModeSummary(call: Call, facts: Facts, verified: Facts = {}): void {
  const path = call.given.text('summaryFile');
  if (path !== undefined) {
    const summary = { ...facts, timestamp: new Date().toISOString(), root: call.globals.root, ...verified };
    writeWhole(resolve(call.globals.root, path), `${jsonText(summary)}\n`);
  }
}
