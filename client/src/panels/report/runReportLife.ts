import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import { visible } from '#protocol/shown/visible';
import type { FromRunReport, ReportTarget, ToRunReport } from '#protocol/views/report';
import type { ServerLine } from '../../connection/serverLine';
import { told } from '../../shown/told';
import { Soonest } from '../soonest';
import { soon } from '../viewFaults';
import type { View, ViewLife } from '../webviewPanel';
import { openFromReport } from './openFromReport';
import { type ReportFacts, readReportFacts } from './reportFacts';
import { reportMessage } from './reportMessage';

/** The code behind one run report: reads it, reads it again while the run goes on, and hands it out. */
export class RunReportLife implements ViewLife<ReportTarget, FromRunReport> {
  readonly #line: ServerLine;
  readonly #target: ReportTarget;
  readonly #view: View<ReportTarget, ToRunReport>;
  readonly #reading = new Soonest(() => this.#read(), soon(300));
  readonly #subscriptions: vscode.Disposable;
  #facts: ReportFacts | undefined;

  constructor(line: ServerLine, target: ReportTarget, view: View<ReportTarget, ToRunReport>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#subscriptions = vscode.Disposable.from(
      line.on('event/appended', ({ events }) => this.#hear(events)),
      line.on('run/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.on('approval/changed', ({ run_id }) => this.#wantFor(run_id)),
      line.onDidConnect(() => this.#reading.want()),
    );
  }

  async ready(): Promise<void> {
    await this.#read();
  }

  async receive(message: FromRunReport): Promise<void> {
    if (message.type === 'read') {
      await this.#read();
    } else if (message.type === 'copy') {
      await vscode.env.clipboard.writeText(await this.#text('markdown'));
      this.#view.post({ type: 'copied' });
    } else if (message.type === 'export') {
      await this.#export(message.format);
    } else if (this.#facts !== undefined) {
      await openFromReport(this.#line, this.#facts, message);
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#reading).dispose();
  }

  async #read(): Promise<void> {
    try {
      const facts = await readReportFacts(this.#line, this.#target.run_id);
      this.#facts = facts;
      const report = reportMessage(facts);
      this.#view.setTitle(vscode.l10n.t('Report: {0}', report.title));
      this.#view.post({ type: 'report', report });
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      this.#view.post({ type: 'unreadable', message: visible(told(error.message)) });
    }
  }

  async #text(format: 'json' | 'markdown'): Promise<string> {
    const { text } = await this.#line.request('run/report', { run_id: this.#target.run_id, format });
    return text;
  }

  async #export(format: 'json' | 'markdown'): Promise<void> {
    const name = `report-${this.#target.run_id}.${format === 'json' ? 'json' : 'md'}`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: format === 'json' ? { JSON: ['json'] } : { Markdown: ['md'] },
    });
    if (uri !== undefined) {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(await this.#text(format)));
      await vscode.window.showTextDocument(uri);
    }
  }

  #hear(events: readonly unknown[]): void {
    for (const { run_id } of events as readonly { run_id?: string | null }[]) {
      this.#wantFor(run_id ?? null);
    }
  }

  #wantFor(runId: string | null): void {
    if (runId === this.#target.run_id || (this.#facts !== undefined && runId === this.#facts.report.run_id)) {
      this.#reading.want();
    }
  }
}
