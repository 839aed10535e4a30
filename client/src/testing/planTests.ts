import * as vscode from 'vscode';
import type { Desk } from '../desk';
import { told } from '../shown/told';
import { findPlanFiles, planPattern } from '../workspace/planFiles';
import { looksLikePlan, stepPlaces } from './stepPlaces';
import { testPlan } from './testPlan';

const mostFiles = 500;
const headBytes = 4096;

/** Lists plans and their steps in the view of tests, found when somebody looks, and runs them from there. */
export class PlanTests implements vscode.Disposable {
  readonly #desk: Desk;
  readonly #controller = vscode.tests.createTestController('holdpoint.plans', vscode.l10n.t('Plans'));
  readonly #owned: vscode.Disposable[] = [this.#controller];
  #isWatching = false;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#controller.resolveHandler = (item) => (item === undefined ? this.#find() : this.#readSteps(item));
    this.#controller.refreshHandler = () => this.#find();
    if (vscode.workspace.isTrusted) {
      this.#offerRuns();
    } else {
      this.#owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#offerRuns()));
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#owned).dispose();
  }

  #offerRuns(): void {
    const offer = (title: string, isDryRun: boolean) =>
      this.#controller.createRunProfile(
        title,
        vscode.TestRunProfileKind.Run,
        (request, token) => this.#run(request, token, isDryRun),
        !isDryRun,
      );
    this.#owned.push(
      offer(vscode.l10n.t('Run Plan'), false),
      offer(vscode.l10n.t('Dry Run (Changes Nothing)'), true),
    );
  }

  async #find(): Promise<void> {
    this.#watch(planPattern());
    const files = await findPlanFiles(mostFiles);
    const plans = await Promise.all(files.map(async (uri) => ((await isPlan(uri)) ? [uri] : [])));
    this.#controller.items.replace(plans.flat().map((uri) => this.#item(uri)));
  }

  #item(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const item =
      this.#controller.items.get(id) ??
      this.#controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    return item;
  }

  #watch(pattern: string): void {
    if (this.#isWatching) {
      return;
    }
    this.#isWatching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const again = async (uri: vscode.Uri) => {
      const item = this.#controller.items.get(uri.toString());
      await (item === undefined || item.children.size === 0 ? undefined : this.#readSteps(item));
    };
    this.#owned.push(
      watcher,
      watcher.onDidCreate(async (uri) => {
        if ((await isPlan(uri)) && !/[\\/](node_modules|[.]holdpoint)[\\/]/.test(uri.fsPath)) {
          this.#controller.items.add(this.#item(uri));
        }
      }),
      watcher.onDidChange(again),
      watcher.onDidDelete((uri) => this.#controller.items.delete(uri.toString())),
    );
  }

  /** The steps of a plan as the server reads them, each at the line where it is written. */
  async #readSteps(item: vscode.TestItem): Promise<void> {
    const { uri } = item;
    if (uri === undefined) {
      return;
    }
    try {
      const text = (await vscode.workspace.openTextDocument(uri)).getText();
      const name = vscode.workspace.asRelativePath(uri, false);
      const line = this.#desk.line.of(uri);
      const { title, blast_radius, errors } = await line.request('plan/validate', { text, file_name: name });
      const ids = (blast_radius?.steps ?? []).map(({ step_id }) => step_id);
      const places = stepPlaces(text, ids);
      item.label = title ?? name;
      item.description = title === null ? '' : name;
      item.error = errors[0] && told(errors[0].message);
      item.children.replace(ids.map((id, index) => this.#step(uri, id, index, places.get(id))));
    } catch (error) {
      item.error = told(error instanceof Error ? error.message : String(error));
    }
  }

  #step(uri: vscode.Uri, id: string, index: number, line: number | undefined): vscode.TestItem {
    const step = this.#controller.createTestItem(`${uri}#${id}`, id, uri);
    step.sortText = String(index).padStart(6, '0');
    if (line !== undefined) {
      step.range = new vscode.Range(line, 0, line, 0);
    }
    return step;
  }

  /** A step cannot run without its plan: whoever wants one runs all. */
  async #run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    isDryRun: boolean,
  ): Promise<void> {
    const wanted = request.include ?? [...this.#controller.items].map(([, item]) => item);
    const plans = new Set(wanted.map((item) => item.parent ?? item));
    const run = this.#controller.createTestRun(request);
    try {
      for (const plan of plans) {
        if (plan.children.size === 0) {
          await this.#readSteps(plan);
        }
        await testPlan(this.#desk, plan, run, { isDryRun, givingUp: token });
      }
    } finally {
      run.end();
    }
  }
}

async function isPlan(uri: vscode.Uri): Promise<boolean> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return looksLikePlan(new TextDecoder().decode(bytes.subarray(0, headBytes)));
  } catch {
    // It went away between being found and being read.
    return false;
  }
}
