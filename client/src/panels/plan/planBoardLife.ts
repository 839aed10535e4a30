import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { Problem } from '#protocol/problem';
import { visible } from '#protocol/shown/visible';
import type { FromPlanBoard, PlanTarget, ToPlanBoard } from '#protocol/views/plan';
import type { ServerLine } from '../../connection/serverLine';
import { told } from '../../shown/told';
import { Soonest } from '../soonest';
import { soon } from '../viewFaults';
import type { View, ViewLife } from '../webviewPanel';
import { boardMessage, runMessage } from './boardMessage';
import { actOnPlan, type PlanDesk } from './planActions';
import { planBars } from './planBars';
import { type PlanFacts, type RunFacts, readPlanFacts, readRunFacts } from './planFacts';

/** The code behind one plan board: reads what it shows, hears of changes, carries decisions to the server. */
export class PlanBoardLife implements ViewLife<PlanTarget, FromPlanBoard> {
  readonly #line: ServerLine;
  readonly #view: View<PlanTarget, ToPlanBoard>;
  readonly #board = new Soonest(() => this.#readBoard(), soon(100));
  readonly #progress = new Soonest(() => this.#readProgress(), soon(100));
  readonly #subscriptions: vscode.Disposable;
  #target: PlanTarget;
  #facts: PlanFacts | undefined;
  #run: RunFacts | null = null;
  /** Counts the readings, so that an answer that was overtaken is dropped. */
  #reading = 0;

  constructor(line: ServerLine, target: PlanTarget, view: View<PlanTarget, ToPlanBoard>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#subscriptions = vscode.Disposable.from(
      line.on('event/appended', ({ events }) => this.#hear(events)),
      line.on('approval/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.on('run/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.onDidConnect(() => this.ready()),
      line.onDidDisconnect(() => view.post({ type: 'connection', is_connected: false })),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#board.want()),
    );
  }

  async ready(): Promise<void> {
    this.#view.post({ type: 'connection', is_connected: true });
    await this.#readBoard();
  }

  async show(target: PlanTarget): Promise<void> {
    this.#target = target;
    this.#view.retarget(target);
    await this.#readBoard();
  }

  async receive(message: FromPlanBoard): Promise<void> {
    if (message.type === 'version') {
      await this.show({ session_id: this.#target.session_id, version: message.version });
    } else if (message.type === 'read') {
      await this.ready();
    } else {
      await actOnPlan(this.#desk(), message);
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#board, this.#progress).dispose();
  }

  #desk(): PlanDesk {
    return {
      line: this.#line,
      sessionId: this.#target.session_id,
      facts: this.#facts,
      busy: (action) => this.#view.post({ type: 'busy', action }),
      readAgain: () => this.#readBoard(),
    };
  }

  async #readBoard(): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    try {
      const facts = await readPlanFacts(this.#line, this.#target);
      const run = await readRunFacts(this.#line, this.#target.session_id, facts.shown.version);
      if (reading !== this.#reading) {
        return;
      }
      this.#facts = facts;
      this.#run = run;
      const board = boardMessage(facts);
      this.#view.setTitle(vscode.l10n.t('Plan: {0} (version {1})', board.title, board.version));
      this.#view.post({ type: 'board', board, run: runMessage(this.#run), bars: this.#bars(facts) });
      this.#selectWanted();
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      this.#facts = undefined;
      this.#view.post({
        type: 'unreadable',
        message: visible(told(error.message)),
        problems: problemsOf(error),
      });
    }
  }

  /** A step that somebody asked for is shown once; afterwards the person chooses. */
  #selectWanted(): void {
    const { step_id, ...target } = this.#target;
    if (step_id !== undefined) {
      this.#target = target;
      this.#view.post({ type: 'select', step_id });
    }
  }

  async #readProgress(): Promise<void> {
    const facts = this.#facts;
    const reading = this.#reading;
    if (facts === undefined) {
      return;
    }
    const run = await readRunFacts(this.#line, this.#target.session_id, facts.shown.version);
    if (reading === this.#reading) {
      this.#run = run;
      this.#view.post({ type: 'progress', run: runMessage(this.#run), bars: this.#bars(facts) });
    }
  }

  #bars(facts: PlanFacts) {
    return planBars({ facts, run: this.#run, isTrusted: vscode.workspace.isTrusted }, vscode.l10n);
  }

  #hear(events: readonly unknown[]): void {
    for (const event of events as readonly { session_id?: string | null; type?: string }[]) {
      if (event.session_id === this.#target.session_id) {
        this.#wantAfter(event.type ?? '');
      }
    }
  }

  /** What changes the plan, or ends a run, changes more than the states of steps. */
  #wantAfter(type: string): void {
    if (/^(plan|session)[.]|^run[.](created|ended)$/.test(type)) {
      this.#board.want();
    } else {
      this.#progress.want();
    }
  }

  #wantFor(runId: string | null): void {
    if (runId === null) {
      this.#board.want();
    } else if (this.#run?.run.run_id === runId) {
      this.#progress.want();
    }
  }
}

function problemsOf({ details }: AppError) {
  const errors = (details['errors'] ?? []) as readonly Partial<Problem & { readonly file: string }>[];
  return Array.isArray(errors)
    ? errors.map(({ line, column, message, file, path }) => ({
        // What was given to a run has no line, which is told as 0.
        place: visible(
          [file, line || undefined, column || undefined].filter((part) => part !== undefined).join(':') ||
            (path ?? ''),
        ),
        message: visible(told(message ?? '')),
      }))
    : [];
}
