import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { PlanRow, PlanStepRow } from '#protocol/rows';
import { parsePlan } from '../../../core/plan/parsePlan';
import type { DirectoryRun } from '../../../core/runDirectory/runDirectory';
import { graphNodeTrace } from '../../../core/runlog/graphNodeTrace';
import type { Context } from '../../context';
import { isoNow, newId } from '../../record/record';
import { toolCatalog } from '../../toolCatalog';

/** The plan of an imported run as rows: its own where the directory has one, else as much as its log tells of it. */
export function importedPlan(context: Context, run: DirectoryRun) {
  const told = toldPlan(run);
  const parsed = told.document === null ? null : readDocument(context, told.document);
  const plan = parsed ?? sketchedPlan(context, run, told.title);
  const id = newId(context, 'plan');
  const created_at = isoNow(context);
  const row: Omit<PlanRow, 'session_id'> = {
    id,
    version: told.version,
    title: told.title ?? plan.title,
    hash: run.plan_hash ?? '',
    body_json: JSON.stringify(plan),
    warnings_json: '[]',
    status: 'validated',
    created_by: 'system',
    created_at,
  };
  const steps = plan.steps.map(
    (step, ord): PlanStepRow => ({
      plan_id: id,
      step_id: step.id,
      ord,
      title: step.title,
      tool: step.uses,
      risk: step.risk ?? 'low',
      digest: '',
      def_json: JSON.stringify(step),
      created_at,
    }),
  );
  const isSketched = parsed === null;
  return { row, steps, warnings: isSketched ? ['the plan was put together from the log'] : [] };
}

function toldPlan({ documents }: DirectoryRun) {
  const plan = documents.manifest?.['plan'];
  const own = typeof plan === 'object' && plan !== null && !Array.isArray(plan) ? (plan as JsonObject) : {};
  const { title, version, document } = own;
  return {
    title: typeof title === 'string' ? title : null,
    version: typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 1,
    document: typeof document === 'object' && document !== null ? document : null,
  };
}

function readDocument(context: Context, document: unknown): Plan | null {
  const tools = toolCatalog(context.tools);
  return parsePlan(JSON.stringify(document), { fileName: 'manifest.json', tools }).plan;
}

/** A plan of steps of which nothing but their names is known; it is shown, never carried out. */
function sketchedPlan(context: Context, run: DirectoryRun, title: string | null): Plan {
  const order = graphNodeTrace(run.rows).node_order.filter((id) => /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(id));
  const steps = (order.length === 0 ? ['unknown'] : order).map((id) => ({ id, uses: 'list_dir', with: {} }));
  const named = { schema: 'plan/1', title: title ?? `Imported ${run.run_id}`, steps };
  const plan = readDocument(context, named);
  if (plan === null) {
    throw new Error('a sketched plan does not read');
  }
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, uses: 'unknown' })) };
}
