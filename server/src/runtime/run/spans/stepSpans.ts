import type { JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import { Span } from '../../record/span';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';
import { subjectId, subjectOf } from '../gate/subject';
import type { StepRun } from '../stepRun';
import { stepSnapshot } from './stepSnapshot';

/** Opens the span of a step's next attempt. */
export function openStepSpan(run: ActiveRun, step: Step, stepRun: StepRun): Span {
  const span = new Span(run.context, run.root.place, 'step', `holdpoint.step ${step.id}`, {
    node_id: step.id,
    node_type: step.uses,
    'holdpoint.step.id': step.id,
    'holdpoint.step.index': run.placeOf(step.id),
    'holdpoint.step.attempt': stepRun.row.attempts + 1,
    'cicd.pipeline.task.name': step.title ?? step.id,
    ...taskType(step.uses),
    'cicd.worker.id': run.row.slot_id,
    'cicd.worker.name': run.row.executor,
    'cicd.pipeline.task.run.id': `${subjectId(stepRun.row)}:${stepRun.row.attempts + 1}`,
  });
  span.underPolicy(stepSnapshot(run, step, run.policy));
  run.add(span.opened());
  stepRun.span = span;
  return span;
}

/** In the words of the conventions, where the tool alone says what a step is for. */
function taskType(tool: string): JsonObject {
  if (tool === 'test.run') return { 'cicd.pipeline.task.type': 'test' };
  return tool === 'git.push' ? { 'cicd.pipeline.task.type': 'deploy' } : {};
}

/** What is about to be done, on the span of each try. */
export function noteWork(run: ActiveRun, stepRun: StepRun, prepared: Prepared, inputs: string): void {
  const { text } = run.context.redactor.text(inputs);
  stepRun.span?.underPolicy(stepSnapshot(run, prepared.step, prepared.policy));
  stepRun.span?.note({
    input_preview: text.length > 200 ? `${text.slice(0, 200)}...` : text,
    'holdpoint.step.digest': subjectOf(run, prepared.step, stepRun, prepared).digest,
  });
}

/** The span of one try of a step's tool. */
export function toolSpan(run: ActiveRun, stepRun: StepRun, prepared: Prepared, callId: string): Span {
  const { commands } = prepared.action.facts;
  const [first] = commands;
  return new Span(
    run.context,
    (stepRun.span ?? run.root).place,
    'tool',
    `execute_tool ${prepared.tool.name}`,
    {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': prepared.tool.name,
      'gen_ai.tool.description': prepared.tool.description,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': callId,
      'holdpoint.executor.type': prepared.action.executor,
      ...(first && 'argv' in first
        ? {
            'process.command': first.argv[0] ?? '',
            'process.command_args': first.argv,
            'process.executable.name': first.argv[0]?.split(/[\\/]/).at(-1) ?? '',
            'process.working_directory': first.cwd,
          }
        : {}),
    },
  );
}
