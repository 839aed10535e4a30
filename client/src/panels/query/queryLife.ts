import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import { visible } from '#protocol/shown/visible';
import type { FromQuery, QueryTarget, ToQuery } from '#protocol/views/query';
import type { ServerLine } from '../../connection/serverLine';
import { told } from '../../shown/told';
import { queryLanguage, saveQuery } from '../../trees/traces/saveQuery';
import { openElsewhere } from '../openElsewhere';
import type { View, ViewLife } from '../webviewPanel';
import { readAnswer } from './readAnswer';

/** The code behind the view of answers: checks and asks what a person writes, and keeps what they want to ask again. */
export class QueryLife implements ViewLife<QueryTarget, FromQuery> {
  readonly #line: ServerLine;
  readonly #view: View<QueryTarget, ToQuery>;
  readonly #connected: vscode.Disposable;
  #target: QueryTarget;
  #asking: vscode.CancellationTokenSource | undefined;

  constructor(line: ServerLine, target: QueryTarget, view: View<QueryTarget, ToQuery>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#connected = line.onDidConnect(() => void this.#tellQueries());
  }

  async ready(): Promise<void> {
    await this.#tellQueries();
    if (this.#target.q !== '') {
      await this.#ask(this.#target.q);
    }
  }

  async show(target: QueryTarget): Promise<void> {
    await this.#tellQueries();
    if (target.q !== '') {
      this.#retarget(target.q);
      await this.#ask(target.q);
    }
  }

  async receive(message: FromQuery): Promise<void> {
    switch (message.type) {
      case 'ask':
        this.#retarget(message.q);
        return await this.#ask(message.q);
      case 'check':
        return await this.#check(message.q, message.offset);
      case 'save':
        if (await saveQuery(this.#line, message.q)) {
          await this.#tellQueries();
        }
        return;
      case 'delete':
        await this.#line.request('query/delete', { name: message.name });
        return await this.#tellQueries();
      case 'openSpan':
        return await openElsewhere('holdpoint.run.showTrace', {
          run_id: message.trace_id,
          span_id: message.span_id,
        });
    }
  }

  dispose(): void {
    this.#asking?.cancel();
    this.#connected.dispose();
  }

  #retarget(q: string): void {
    this.#target = { q };
    this.#view.retarget(this.#target);
  }

  async #tellQueries(): Promise<void> {
    const { items } = await this.#line.request('query/list', { locale: queryLanguage(), limit: 500 });
    this.#view.post({ type: 'queries', items });
  }

  async #check(q: string, offset: number): Promise<void> {
    const { problems, offers } = await this.#line.request('trace/check', { q, offset });
    const shown = offers.slice(0, 20).map((offer) => ({ ...offer, label: visible(offer.label) }));
    this.#view.post({ type: 'checked', q, problems, offers: shown });
  }

  /** Only the newest question counts: the one before is given up. */
  async #ask(q: string): Promise<void> {
    this.#asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    try {
      const answer = await readAnswer(this.#line, q, asking.token);
      if (this.#asking === asking) {
        this.#view.post({ type: 'answer', answer });
      }
    } catch (error) {
      if (asking.token.isCancellationRequested) {
        return;
      }
      if (!(error instanceof AppError)) {
        throw error;
      }
      this.#view.post({ type: 'refused', q, message: visible(told(error.message)) });
    }
  }
}
