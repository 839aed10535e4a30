import * as vscode from 'vscode';
import type { Params, Result } from '#protocol/methods';
import type { Connection } from '../connection/connection';
import { retentionChange } from './retentionSettings';

/** Has the record of a folder keep to the settings of this person, now and whenever they change. */
export function sendRetention(connection: Connection, log: vscode.LogOutputChannel): vscode.Disposable {
  const send = () => {
    keepTo(connection).catch((error: unknown) =>
      log.warn(`the settings of retention could not be handed on: ${String(error)}`),
    );
  };
  send();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('holdpoint.retention')) {
      send();
    }
  });
}

/** A window that only reads changes nothing about what is kept. */
async function keepTo({ hello, request }: Connection): Promise<void> {
  const settings = vscode.workspace.getConfiguration('holdpoint.retention');
  const wanted = {
    days: settings.get<number | null>('days', null),
    maxBytes: settings.get<number | null>('maxBytes', null),
  };
  if (hello.role === 'viewer' || (wanted.days === null && wanted.maxBytes === null)) {
    return;
  }
  const shown = (await request('retention/show', {})) as Result<'retention/show'>;
  const change: Params<'retention/set'> | undefined = retentionChange(wanted, shown);
  if (change !== undefined) {
    await request('retention/set', change);
  }
}
