import type { JsonObject } from '#protocol/json';
import type { Handlers } from '#protocol/methods';
import { summaryFile } from '../../../core/report/documents/summaryFile';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import { listAnswer } from '../../record/listAnswer';
import { runHistory } from '../../runlog/runHistory';

type Names = 'run/summary' | 'run/checks' | 'slot/list';

/** Answers with the short documents about a run: its summary, its checks, the tree it works in. */
export function runDocumentHandlers(context: Context): Pick<Handlers, Names> {
  const { store } = context.ports;
  return {
    'run/summary': async ({ run_id }) => summaryOf(context, run_id),
    'run/checks': async ({ run_id, limit, offset }) => {
      const where = { run_id: (await findRun(store, run_id)).id };
      const order = [{ by: 'created_at' }, { by: 'id' }] as const;
      const page = await store.list('checks', { where, order, limit, offset });
      const items = page.items.map(({ name, passed, details, scope, created_at }) => ({
        name,
        passed: passed === 1,
        details,
        scope,
        created_at,
      }));
      return listAnswer(items, page.total, { limit, offset });
    },
    'slot/list': async ({ limit, offset }) => {
      const page = await store.list('slots', { order: [{ by: 'id' }], limit, offset });
      const items = page.items.map((row) => ({ ...row, metadata: JSON.parse(row.metadata) as JsonObject }));
      return listAnswer(items, page.total, { limit, offset });
    },
  };
}

/** The same as the command line tells of a run without step logs on disk. */
async function summaryOf(context: Context, name: string) {
  const run = await findRun(context.ports.store, name);
  const { steps, plan } = await runHistory(context, run);
  const newest = new Map(steps.map((step) => [step.step_id, step]));
  const ended = plan.steps.filter(({ id }) => (newest.get(id)?.ended_at ?? null) !== null);
  const { json, text } = summaryFile({
    status: run.status,
    end_code: run.end_code,
    endedSteps: ended.length,
    stepCount: newest.size,
    latestStep: ended.at(-1)?.id ?? null,
    hasPhaseSummary: false,
  });
  return { summary: json as JsonObject, text };
}
