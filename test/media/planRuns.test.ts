import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import { examplePlan } from './scenes/exampleFiles';
import { type PlanScene, planScene } from './scenes/planScene';

/** A plan of `count` steps in ladders of ten, as large as plans get. */
const longPlan = (count: number) =>
  JSON.stringify({
    schema: 'plan/1',
    title: 'Five hundred steps',
    policy: { limits: { max_steps: count } },
    steps: Array.from({ length: count }, (_, index) => ({
      id: `s${index}`,
      uses: 'list_dir',
      with: { path: '.' },
      needs: index < 10 ? [] : [`s${index - 10}`, ...(index % 7 === 0 ? [`s${index - 9}`] : [])],
    })),
  });

describe('the plan board over a run', () => {
  let browser: ViewBrowser;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser.close());

  async function open(scene: PlanScene, options: Partial<ViewOptions> = {}): Promise<OpenView> {
    const view = await browser.open({ name: 'plan', ...options });
    await view.heard('ready');
    await view.tell(scene.opening(options.locale === 'ja' ? 'ja' : 'en'));
    await view.tell(await scene.board());
    await view.page.waitForSelector('.head h1');
    return view;
  }

  async function started(scene: PlanScene): Promise<string> {
    const version = await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
    await scene.server.request('plan/approve', { session_id: scene.sessionId, version });
    return await scene.run();
  }

  it('shows what waits for a person and leads there', async () => {
    const scene = await planScene();
    const runId = await started(scene);
    const view = await open(scene, { theme: 'dark' });
    await view.page.waitForSelector('.waiting li');
    await view.picture('plan-waiting');
    await view.page.click('.waiting vscode-button');
    const { items } = await scene.server.request('approval/list', { run_id: runId, state: 'requested' });
    const { approval_id } = await view.heard('openApproval');
    ok(items.some((approval) => approval.approval_id === approval_id));
    deepStrictEqual(await view.findings(), []);
    await view.close();
  });

  it('follows the run without losing the place', async () => {
    const scene = await planScene();
    const runId = await started(scene);
    const view = await open(scene);
    await view.page.click('[data-step="test"]');
    await view.page.waitForSelector('.details');
    await scene.approveAll(runId);
    const { run, bars } = await scene.board();
    await view.tell({ type: 'progress', run, bars });
    await until('the step to have succeeded', async () =>
      (await view.page.textContent('.details'))?.includes('Succeeded'),
    );
    strictEqual(await view.page.getAttribute('[data-step="test"]', 'aria-pressed'), 'true');
    await view.picture('plan-succeeded');
    await view.close();
  });

  it('begins at the step that somebody asked for', async () => {
    const scene = await planScene();
    await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
    const view = await open(scene);
    await view.tell({ type: 'select', step_id: 'test' });
    await view.page.waitForSelector('.details');
    strictEqual(await view.page.getAttribute('[data-step="test"]', 'aria-pressed'), 'true');
    await view.close();
  });

  it('ties a failure to the next version, with what changed and what is carried over', async () => {
    const scene = await planScene({ testPasses: false });
    await scene.approveAll(await started(scene));
    await scene.importPlan(examplePlan('volumeDiscount.v2.yaml'));
    const view = await open(scene, { theme: 'light' });
    const head = (await view.page.textContent('.head')) ?? '';
    ok(head.includes('The run of version 1 failed at “test”'), head);
    await view.page.click('#tab-changes');
    await until('the changes', async () => (await view.page.textContent('#part'))?.includes('Carried over'));
    await view.picture('plan-second-version');
    deepStrictEqual(await view.findings(), []);
    await view.page.click('.version vscode-single-select');
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('Enter');
    strictEqual((await view.heard('version'))['version'], 1);
    await view.close();
  });

  it('draws of five hundred steps only what can be seen, as a graph and as a list', async () => {
    const scene = await planScene({ policy: 'schema: policy/1\nlimits: {max_steps: 500}\n' });
    await scene.importPlan(longPlan(500), 'plan.json');
    const view = await open(scene);
    await view.page.waitForSelector('[data-step]');
    const drawn = await view.page.evaluate(() => document.querySelectorAll('[data-step]').length);
    ok(drawn > 10 && drawn < 300, `${drawn} steps in the graph`);
    await view.picture('plan-long');
    await view.page.focus('[data-step="s0"]');
    await view.page.keyboard.press('End');
    await until('the focus on the last step', () =>
      view.page.evaluate(() => (document.activeElement as HTMLElement).dataset['step'] === 's499'),
    );
    await view.page.click('.choice:last-child');
    await view.page.waitForSelector('.step-row');
    const rows = await view.page.evaluate(() => document.querySelectorAll('.windowed-row').length);
    ok(rows < 100, `${rows} rows`);
    deepStrictEqual(view.faults, []);
    await view.close();
  });

  it('speaks Japanese', async () => {
    const scene = await planScene();
    await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
    const view = await open(scene, { locale: 'ja' });
    const head = (await view.page.textContent('.head')) ?? '';
    ok(head.includes('プランを承認'), head);
    ok(head.includes('元に戻せません'), head);
    await view.close();
  });
});
