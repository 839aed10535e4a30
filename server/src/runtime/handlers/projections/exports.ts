import type { Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { exportRun } from '../../runlog/export/exportRun';
import { importRun } from '../../runlog/importRun';

/** Hands out what is derived from a run as files, and takes run directories in. */
export function exportHandlers(context: Context): Pick<Handlers, 'run/export' | 'run/import'> {
  return {
    'run/export': (params, caller) => exportRun(context, caller, params),
    'run/import': (params, caller) => importRun(context, caller, params),
  };
}
