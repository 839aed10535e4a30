import type { Caller, Checked } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import type { Context } from '../../context';

/** One request for an export: whose, of which run, with which wishes. */
export interface ExportRequest {
  readonly context: Context;
  readonly run: RunRow;
  readonly caller: Caller;
  readonly params: Checked<'run/export'>;
}
