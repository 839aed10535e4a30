import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { RunRow } from '#protocol/rows';
import type { Context } from '../../context';
import type { PlanHead } from '../../plans/planHead';
import { Span } from '../../record/span';

interface Place {
  /** The folder that was opened, and the tree in which the run works. */
  readonly home: Context;
  readonly context: Context;
  readonly base: { readonly commit: string | null; readonly branch: string | null } | undefined;
}

interface Started {
  readonly row: RunRow;
  readonly plan: Plan;
  readonly planRow: PlanHead;
  /** Under which name it is filed, if not under this program's own. */
  readonly service: string;
}

/** The span of a whole run: which plan it carries out, for whom, and on what it works. */
export async function rootSpan(
  { home, context, base }: Place,
  { row, plan, planRow, service }: Started,
): Promise<Span> {
  const place = { trace_id: row.trace_id, run_id: row.id, parent: null, service };
  return new Span(context, place, 'run', `invoke_workflow ${context.redactor.text(plan.title).text}`, {
    'gen_ai.operation.name': 'invoke_workflow',
    'gen_ai.workflow.name': plan.title,
    'gen_ai.conversation.id': row.session_id,
    'cicd.pipeline.name': plan.title,
    'cicd.pipeline.run.id': row.id,
    'cicd.pipeline.run.state': 'executing',
    'vcs.repository.name': context.ports.workspace.root.split(/[\\/]/).at(-1) ?? '',
    'vcs.ref.head.revision': base?.commit ?? null,
    'vcs.ref.head.name': base?.branch ?? null,
    ...(base?.branch ? { 'vcs.ref.head.type': 'branch' } : {}),
    ...(await originAttributes(home, plan, base?.commit ?? null)),
    'holdpoint.plan.id': planRow.id,
    'holdpoint.plan.version': planRow.version,
    'holdpoint.plan.digest': planRow.hash,
    'holdpoint.slot.id': row.slot_id,
  });
}

/** From where the work set out: the branch that the plan names, else the one of the opened folder, at the commit taken. */
async function originAttributes(home: Context, plan: Plan, commit: string | null): Promise<JsonObject> {
  const name = plan.workspace.base ?? (await home.ports.git.head())?.branch ?? null;
  return {
    ...(name === null ? {} : { 'vcs.ref.base.name': name, 'vcs.ref.base.type': 'branch' }),
    ...(commit === null ? {} : { 'vcs.ref.base.revision': commit }),
  };
}
