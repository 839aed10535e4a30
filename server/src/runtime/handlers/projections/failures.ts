import type { JsonObject } from '#protocol/json';
import type { Handlers } from '#protocol/methods';
import { diaryEntry } from '../../../core/report/diaryEntry';
import { failuresMarkdown } from '../../../core/report/documents/failuresMarkdown';
import type { RunReport } from '../../../core/report/runReport';
import type { Context } from '../../context';
import { listAnswer } from '../../record/listAnswer';
import { reportOf } from '../../runlog/reportOf';

/** Answers with the last failed runs, newest first: as diary entries, and as one text for people. */
export function failureHandlers(context: Context): Pick<Handlers, 'report/failures'> {
  return {
    'report/failures': async ({ limit, offset }) => {
      const runs = await context.ports.store.list('runs', {
        where: { status: ['failed', 'denied'] },
        order: [
          { by: 'created_at', desc: true },
          { by: 'id', desc: true },
        ],
        limit,
        offset,
      });
      const reports: RunReport[] = [];
      for (const run of runs.items) {
        reports.push(await reportOf(context, run));
      }
      const entries = reports.flatMap((report, index) => {
        const entry = diaryEntry(report, runs.items[index]?.inputs_sha ?? '');
        return entry === null ? [] : [entry as unknown as JsonObject];
      });
      return { ...listAnswer(entries, runs.total, { limit, offset }), text: failuresMarkdown(reports) };
    },
  };
}
