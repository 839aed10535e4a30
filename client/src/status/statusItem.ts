import * as vscode from 'vscode';
import type { AllApprovals } from '../folders/allApprovals';
import type { AllRuns } from '../folders/allRuns';
import { statusText } from './statusText';

/** The one item in the status bar: how much waits for a person, and which run is under way. */
export class StatusItem implements vscode.Disposable {
  readonly #queue: AllApprovals;
  readonly #runs: AllRuns;
  readonly #item = vscode.window.createStatusBarItem('holdpoint.waiting', vscode.StatusBarAlignment.Left, 10);
  readonly #heard: vscode.Disposable;

  constructor(queue: AllApprovals, runs: AllRuns) {
    this.#queue = queue;
    this.#runs = runs;
    this.#item.name = 'Holdpoint';
    this.#heard = vscode.Disposable.from(
      queue.onDidChange(() => this.#draw()),
      runs.onDidChange(() => this.#draw()),
    );
  }

  dispose(): void {
    this.#heard.dispose();
    this.#item.dispose();
  }

  #draw(): void {
    const active = this.#runs.items;
    void vscode.commands.executeCommand('setContext', 'holdpoint.hasActiveRun', active.length > 0);
    const said = statusText(this.#queue.items.length, active, {
      l10n: vscode.l10n,
      language: vscode.env.language,
    });
    if (said === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = said.text;
    this.#item.tooltip = said.tooltip;
    this.#item.command = said.command;
    this.#item.accessibilityInformation = { label: said.spoken, role: 'button' };
    this.#item.backgroundColor = said.isUrgent
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.show();
  }
}
