import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import { visible } from '#protocol/shown/visible';
import { isTerminal } from '#protocol/states';
import type { FromTrace, ToTrace, TraceTarget } from '#protocol/views/trace';
import type { ServerLine } from '../../connection/serverLine';
import { told } from '../../shown/told';
import { Soonest } from '../soonest';
import { soon } from '../viewFaults';
import type { View, ViewLife } from '../webviewPanel';
import { openFromTrace } from './openFromTrace';
import { idHalves } from './spanColumns';
import { type Looked, readSpanDetails } from './spanDetails';
import { type RunFacts, readRunFacts, traceFacts } from './traceFacts';
import { TraceFeed } from './traceFeed';

/** The code behind one trace: sends its spans, and while the run goes on what is new of them. */
export class TraceLife implements ViewLife<TraceTarget, FromTrace> {
  readonly #line: ServerLine;
  readonly #target: TraceTarget;
  readonly #view: View<TraceTarget, ToTrace>;
  readonly #feed: TraceFeed;
  readonly #reading = new Soonest(() => this.#read(), soon(150));
  readonly #subscriptions: vscode.Disposable;
  /** Null where the trace belongs to no run. */
  #facts: RunFacts | null | undefined;
  #looked: Looked | undefined;
  #wanted: string | undefined;

  constructor(line: ServerLine, target: TraceTarget, view: View<TraceTarget, ToTrace>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#wanted = target.span_id;
    this.#feed = new TraceFeed(line, target.run_id);
    this.#subscriptions = vscode.Disposable.from(
      line.on('event/appended', ({ events }) => this.#hear(events)),
      line.on('run/changed', ({ run_id }) => this.#wantOnward(run_id)),
      line.on('approval/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.onDidConnect(() => this.#readAnew()),
    );
  }

  ready(): void {
    this.#readAnew();
  }

  show({ span_id }: TraceTarget): void {
    if (span_id !== undefined) {
      this.#view.post({ type: 'select', span_id });
    }
  }

  async receive(message: FromTrace): Promise<void> {
    switch (message.type) {
      case 'read':
        this.#readAnew();
        return;
      case 'details':
        this.#looked = { span_id: message.span_id, step_id: message.step_id };
        return await this.#look();
      case 'find':
        return await this.#find(message.text);
      default:
        if (this.#facts) {
          await openFromTrace(this.#line, this.#facts, message);
        }
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#reading).dispose();
  }

  #readAnew(): void {
    this.#feed.restart();
    this.#reading.want();
  }

  async #read(): Promise<void> {
    try {
      const [facts] = await Promise.all([readRunFacts(this.#line, this.#target.run_id), this.#sendSpans()]);
      this.#facts = facts;
      const told = facts && traceFacts(facts);
      this.#view.setTitle(vscode.l10n.t('Trace: {0}', told?.title ?? this.#target.run_id));
      this.#view.post({ type: 'facts', facts: told });
      this.#selectWanted();
      await this.#look();
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      this.#view.post({ type: 'unreadable', message: visible(told(error.message)) });
    }
  }

  async #sendSpans(): Promise<void> {
    for await (const page of this.#feed.pages()) {
      this.#view.post(page);
    }
  }

  #selectWanted(): void {
    if (this.#wanted !== undefined) {
      this.#view.post({ type: 'select', span_id: this.#wanted });
      this.#wanted = undefined;
    }
  }

  async #look(): Promise<void> {
    if (this.#looked !== undefined && this.#facts !== undefined) {
      const trace_id = this.#facts?.run.trace_id ?? this.#target.run_id;
      const details = await readSpanDetails(this.#line, { trace_id, facts: this.#facts }, this.#looked);
      this.#view.post({ type: 'details', details });
    }
  }

  async #find(text: string): Promise<void> {
    const found = await this.#line.request('trace/find', { trace_id: this.#target.run_id, text });
    this.#view.post({ type: 'found', text, total: found.total, id: idHalves(found.span_ids) });
  }

  #hear(events: readonly unknown[]): void {
    for (const { run_id } of events as readonly { run_id?: string | null }[]) {
      this.#wantFor(run_id ?? null);
    }
  }

  /** A run that stood still and goes on opens spans again that had ended. */
  #wantOnward(runId: string): void {
    if (this.#facts?.run.run_id === runId && stands(this.#facts.run.status)) {
      this.#feed.restart();
    }
    this.#wantFor(runId);
  }

  #wantFor(runId: string | null): void {
    if (runId === this.#target.run_id || (runId !== null && runId === this.#facts?.run.run_id)) {
      this.#reading.want();
    }
  }
}

function stands(status: RunFacts['run']['status']): boolean {
  return status === 'interrupted' || status === 'paused' || isTerminal('run', status);
}
