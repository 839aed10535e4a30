import * as vscode from 'vscode';
import type { Notifications, Params, Result } from '#protocol/methods';
import { exportKinds } from '#protocol/runFiles';
import { isTerminal } from '#protocol/states';
import type { Connection } from '../connection/connection';
import { writeExports } from './writeExports';

/** Writes what `holdpoint.exports` names of each run that ends while a connection lives; by itself nothing is written. */
export function exportEndedRuns(connection: Connection, log: vscode.LogOutputChannel): void {
  const { hello } = connection;
  const write = async (run_id: string) => {
    const kinds = wantedKinds(hello.root);
    const locale = vscode.env.language.startsWith('ja') ? 'ja' : 'en';
    const ask = async (params: Params<'run/export'>) =>
      (await connection.request('run/export', params)) as Result<'run/export'>;
    const paths = await writeExports(ask, { root: hello.root, run_id, kinds, locale });
    log.info(`files of run ${run_id} written`, { paths });
  };
  connection.listen('run/changed', (payload) => {
    const { run_id, status } = payload as Notifications['run/changed'];
    const isOver = isTerminal('run', status as Parameters<typeof isTerminal<'run'>>[1]);
    if (isOver && hello.role !== 'viewer' && wantedKinds(hello.root).length > 0) {
      write(run_id).catch((error: unknown) => sayFailed(run_id, error));
    }
  });
}

function wantedKinds(root: string): Params<'run/export'>['kind'][] {
  const wanted = vscode.workspace
    .getConfiguration('holdpoint', vscode.Uri.file(root))
    .get<readonly unknown[]>('exports', []);
  return exportKinds.filter((kind) => wanted.includes(kind));
}

function sayFailed(run_id: string, error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The files of run {0} could not be written: {1}', run_id, why),
  );
}
