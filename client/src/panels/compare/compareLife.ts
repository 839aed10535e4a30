import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import { visible } from '#protocol/shown/visible';
import type { CompareTarget, FromCompare, Side, ToCompare } from '#protocol/views/compare';
import type { ServerLine } from '../../connection/serverLine';
import { told } from '../../shown/told';
import { openElsewhere } from '../openElsewhere';
import { Soonest } from '../soonest';
import { soon } from '../viewFaults';
import type { View, ViewLife } from '../webviewPanel';
import { type ComparedFacts, readComparedFacts } from './comparedFacts';
import { comparison } from './comparison';

/** The code behind a comparison: reads both runs, and again while one of them goes on. */
export class CompareLife implements ViewLife<CompareTarget, FromCompare> {
  readonly #line: ServerLine;
  readonly #view: View<CompareTarget, ToCompare>;
  readonly #reading = new Soonest(() => this.#read(), soon(300));
  readonly #subscriptions: vscode.Disposable;
  #target: CompareTarget;
  #facts: Readonly<Record<Side, ComparedFacts>> | undefined;

  constructor(line: ServerLine, target: CompareTarget, view: View<CompareTarget, ToCompare>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#subscriptions = vscode.Disposable.from(
      line.on('run/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.onDidConnect(() => this.#reading.want()),
    );
  }

  async ready(): Promise<void> {
    await this.#read();
  }

  async receive(message: FromCompare): Promise<void> {
    if (message.type === 'swap') {
      const { left, right } = this.#target;
      this.#target = { left: right, right: left };
      this.#view.retarget(this.#target);
      return await this.#read();
    }
    const run = this.#facts?.[message.side].run;
    if (run === undefined) {
      return;
    }
    const { run_id, session_id, plan_version: version } = run;
    switch (message.type) {
      case 'openTrace':
        return await openElsewhere('holdpoint.run.showTrace', { run_id });
      case 'openReport':
        return await openElsewhere('holdpoint.run.showReport', { run_id });
      case 'openStep':
        return await openElsewhere('holdpoint.plan.showBoard', {
          session_id,
          version,
          step_id: message.step_id,
        });
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#reading).dispose();
  }

  async #read(): Promise<void> {
    const target = this.#target;
    try {
      const [left, right] = await Promise.all([
        readComparedFacts(this.#line, target.left),
        readComparedFacts(this.#line, target.right),
      ]);
      if (target === this.#target) {
        this.#facts = { left, right };
        this.#view.post({ type: 'comparison', comparison: comparison(left, right) });
      }
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      this.#view.post({ type: 'unreadable', message: visible(told(error.message)) });
    }
  }

  #wantFor(runId: string): void {
    if (runId === this.#target.left || runId === this.#target.right) {
      this.#reading.want();
    }
  }
}
