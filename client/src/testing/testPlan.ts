import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { StepView } from '#protocol/methods/runs';
import type { Desk } from '../desk';
import { carryOut, importFile } from '../journey/carryOutPlan';
import type { RunWish } from '../journey/startRun';
import { untilOver } from '../journey/untilOver';
import { told } from '../shown/told';
import { stepResult } from './stepResult';

/** Runs a plan as a test run: each step's state, output and failure stand at the step. */
export async function testPlan(
  desk: Desk,
  plan: vscode.TestItem,
  run: vscode.TestRun,
  wish: Required<RunWish>,
): Promise<void> {
  run.enqueued(plan);
  plan.children.forEach((step) => {
    run.enqueued(step);
  });
  try {
    await follow(desk, plan, run, wish);
  } catch (error) {
    run.errored(plan, new vscode.TestMessage(told(error instanceof Error ? error.message : String(error))));
  }
}

async function follow(
  desk: Desk,
  plan: vscode.TestItem,
  run: vscode.TestRun,
  wish: Required<RunWish>,
): Promise<void> {
  const imported = await importFile(desk, plan.uri);
  if (imported === undefined) {
    throw new AppError('PLAN_INVALID', vscode.l10n.t('The plan has errors; mend them first.'));
  }
  const { file, session_id, version } = imported;
  const line = desk.line.of(plan.uri);
  const run_id = await carryOut(desk, { session_id, version }, wish, file);
  if (run_id === undefined) {
    run.skipped(plan);
    return;
  }
  run.started(plan);
  const shown = new ShownSteps(plan, run);
  const heard = vscode.Disposable.from(
    line.on('output/appended', (output) => {
      if (output.run_id === run_id) {
        shown.output(output.step_id, output.text);
      }
    }),
    wish.givingUp.onCancellationRequested(() => {
      line
        .request('run/cancel', { run_id })
        .then(undefined, (error) => desk.log.warn(`the run ${run_id} was not cancelled: ${String(error)}`));
    }),
  );
  try {
    const ended = await untilOver(line, run_id, ({ steps }) => shown.steps(steps));
    if (ended.status === 'succeeded') {
      run.passed(plan);
    } else {
      run.failed(plan, new vscode.TestMessage(told(ended.end_reason?.message ?? ended.status)));
    }
  } finally {
    heard.dispose();
  }
}

/** What has been said of the steps of one run, so that nothing is said twice. */
class ShownSteps {
  readonly #plan: vscode.TestItem;
  readonly #run: vscode.TestRun;
  readonly #said = new Map<string, string>();

  constructor(plan: vscode.TestItem, run: vscode.TestRun) {
    this.#plan = plan;
    this.#run = run;
  }

  steps(steps: readonly StepView[]): void {
    for (const step of steps) {
      const item = this.#item(step.step_id);
      if (item !== undefined && this.#said.get(step.step_id) !== step.status) {
        this.#said.set(step.step_id, step.status);
        this.#say(item, step);
      }
    }
  }

  output(step_id: string, text: string): void {
    this.#run.appendOutput(text.replaceAll(/\r?\n/g, '\r\n'), undefined, this.#item(step_id));
  }

  #say(item: vscode.TestItem, step: StepView): void {
    const result = stepResult(step, vscode.env.language);
    switch (result.kind) {
      case 'waiting':
        return;
      case 'running':
        this.#run.started(item);
        return;
      case 'skipped':
        this.#run.skipped(item);
        return;
      case 'passed':
        this.#run.passed(item, result.durationMs);
        return;
      case 'failed': {
        const message = new vscode.TestMessage(result.message);
        if (item.uri !== undefined && item.range !== undefined) {
          message.location = new vscode.Location(item.uri, item.range);
        }
        this.#run.failed(item, message, result.durationMs);
      }
    }
  }

  #item(step_id: string): vscode.TestItem | undefined {
    return this.#plan.children.get(`${this.#plan.uri}#${step_id}`);
  }
}
