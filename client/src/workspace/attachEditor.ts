import type * as vscode from 'vscode';
import type { Notifications } from '#protocol/methods';
import type { Connection } from '../connection/connection';
import type { ServerLine } from '../connection/serverLine';
import { exportEndedRuns } from '../exports/exportEndedRuns';
import { sendRetention } from '../retention/sendRetention';
import { offerModels } from './offerModels';
import { offerUnsavedChoice, type UnsavedFound, unsavedDocuments } from './unsavedChoice';
import { reportUnsaved } from './unsavedFiles';
import { followWritten } from './writtenFiles';

/** What an editor needs to serve its server. */
export interface EditorParts {
  readonly line: Pick<ServerLine, 'request'>;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Does what the server asks of an editor for as long as a connection lives: says what is unsaved, follows writes; hands
 * on for how long the person wants the record kept, and writes the files of ended runs that they want.
 */
export function attachEditor(connection: Connection, { line, log }: EditorParts): void {
  const askAboutUnsaved = async (found: UnsavedFound) => {
    if ((await unsavedDocuments(found)).length > 0) {
      await offerUnsavedChoice(line, found);
    }
  };
  const failed = (error: unknown) => log.error(`the editor could not follow the server: ${String(error)}`);
  const reporting = reportUnsaved((files) => connection.notify('documents/unsaved', { files }));
  connection.listen('files/written', (payload) => {
    followWritten(payload as Notifications['files/written'], log).catch(failed);
  });
  connection.listen('event/appended', (payload) => {
    const { events } = payload as Notifications['event/appended'];
    for (const warning of events.flatMap(unsavedWarning)) {
      askAboutUnsaved({ ...warning, roots: [connection.hello.root], approvalId: null }).catch(failed);
    }
  });
  offerModels(connection);
  exportEndedRuns(connection, log);
  const retention = sendRetention(connection, log);
  void connection.closed.then(() => {
    reporting.dispose();
    retention.dispose();
  });
}

interface WarningEvent {
  readonly type?: unknown;
  readonly run_id?: unknown;
  readonly payload?: { readonly cause?: unknown; readonly paths?: unknown } | null;
}

/** A run that found unsaved files in its way and asks again. */
function unsavedWarning(event: unknown): { readonly paths: readonly string[]; readonly runId: string }[] {
  const { type, run_id, payload } = event as WarningEvent;
  const isAbout = type === 'decision.warned' && payload?.cause === 'unsaved_changes';
  return isAbout && typeof run_id === 'string' && Array.isArray(payload?.paths)
    ? [{ paths: payload.paths.map(String), runId: run_id }]
    : [];
}
