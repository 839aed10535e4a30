import type { JsonObject } from '#protocol/json';
import type { Handlers, Result } from '#protocol/methods';
import { diaryEntry } from '../../core/report/diaryEntry';
import { failureText } from '../../core/report/failureText';
import type { Context } from '../context';
import { findRun } from '../record/findRun';
import { projectionOf } from '../runlog/export/summaries';
import { noteGate } from '../runlog/noteReport';
import { reportOf, reportText } from '../runlog/reportOf';
import { runEffects } from '../runlog/runEffects';

/** Answers with the report of a run and with its files, derived from the record alone. */
export function reportHandlers(
  context: Context,
): Pick<Handlers, 'run/report' | 'run/effects' | 'projection/show'> {
  return {
    'projection/show': async ({ run_id }) => {
      const run = await findRun(context.ports.store, run_id);
      return (await projectionOf(context, run)) as unknown as Result<'projection/show'>;
    },
    'run/effects': async ({ run_id }) =>
      await runEffects(context, await findRun(context.ports.store, run_id)),
    'run/report': async ({ run_id, format, locale }) => {
      const run = await findRun(context.ports.store, run_id);
      const report = await reportOf(context, run);
      await noteGate(context, run, report);
      return {
        report: report as unknown as JsonObject,
        text: await reportText(context, run, report, { format, locale }),
        failure_text: failureText(report),
        diary: diaryEntry(report, run.inputs_sha) as JsonObject | null,
      };
    },
  };
}
