import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { FileWrite } from '../../ports';
import type { Span } from '../../record/span';
import type { ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';
import type { StepRun } from '../stepRun';
import { previewOutput, recordPreview } from './previews';

/** Records every drafted write as a preview; the step's output is what an apply step takes. */
export async function draftPreviews(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  drafted: readonly FileWrite[],
  span: Span,
): Promise<ToolResult> {
  const { step, action } = prepared;
  const outputs: JsonObject[] = [];
  for (const write of drafted) {
    await refuseProtected(run, write.path);
    const before = await run.context.ports.workspace.read(write.path);
    const place = { run_id: run.row.id, step_id: step.id, derived_from: null, span: span.place };
    const recorded = await recordPreview(run.context, run.origin, place, write, before);
    run.add(...recorded.writes);
    outputs.push(previewOutput(recorded.preview));
  }
  stepRun.span?.note({ 'holdpoint.diff.files': outputs.length });
  const isPatch = action.tool === 'apply_patch';
  const [only] = outputs;
  const output =
    !isPatch && only ? only : { previews: outputs, changed: outputs.some(({ changed }) => changed === true) };
  return { ok: true, output, exitCode: null };
}

/** Refuses a draft of a file that steps never write. */
export async function refuseProtected(run: ActiveRun, path: string): Promise<void> {
  const fact = await run.context.ports.workspace.fact(path);
  if (!fact.inside || fact.protected !== null) {
    throw new AppError('DENIED', `${path}: steps never write ${fact.protected ?? 'outside the workspace'}`, {
      path,
    });
  }
}
