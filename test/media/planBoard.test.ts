import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import { themeNames } from './page/themes';
import { examplePlan } from './scenes/exampleFiles';
import { type PlanScene, planScene } from './scenes/planScene';

/** Elements that stick out at the right: nothing may need scrolling sideways but what scrolls by itself. */
const widerThanThePage = (view: OpenView) =>
  view.page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.closest('.graph-room, pre, .unseen') === null)
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .map((element) => `${element.tagName}.${element.className}`),
  );

describe('the plan board', () => {
  let browser: ViewBrowser;
  let scene: PlanScene;

  before(async () => {
    browser = await openBrowser();
    scene = await planScene();
    await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
  });

  after(() => browser.close());

  async function open(options: Partial<ViewOptions> = {}): Promise<OpenView> {
    const view = await browser.open({ name: 'plan', ...options });
    await view.heard('ready');
    await view.tell(scene.opening(options.locale === 'ja' ? 'ja' : 'en'));
    await view.tell(await scene.board());
    await view.page.waitForSelector('.head h1');
    return view;
  }

  for (const theme of themeNames) {
    it(`has no serious finding of axe in ${theme}`, async () => {
      const view = await open({ theme });
      await view.page.waitForSelector('[data-step]');
      await view.picture(`plan-${theme}`);
      deepStrictEqual(view.faults, []);
      deepStrictEqual(await view.findings(), []);
      await view.close();
    });
  }

  for (const locale of ['en', 'ja'] as const) {
    it(`fits into 300 pixels in '${locale}': steps as a list, one part at a time`, async () => {
      const view = await open({ theme: 'light', width: 300, locale });
      await view.page.click('#tab-steps');
      await view.page.waitForSelector('.step-row');
      await view.picture(`plan-narrow-${locale}`);
      deepStrictEqual(await widerThanThePage(view), []);
      deepStrictEqual(view.faults, []);
      deepStrictEqual(await view.findings(), []);
      await view.page.click('.windowed-row[data-index="7"]');
      await view.page.waitForSelector('.details');
      ok((await view.page.textContent('.details'))?.includes('Write the discount'));
      await view.picture(`plan-narrow-step-${locale}`);
      await view.close();
    });
  }

  it('says what saying yes means before anybody does', async () => {
    const view = await open();
    const text = (await view.page.textContent('.head')) ?? '';
    ok(text.includes('Volume discount'), text);
    ok(text.includes('12 steps'), text);
    ok(text.includes('Cannot be undone'), text);
    await view.close();
  });

  it('tells of what the import changed, as it was told then', async () => {
    const own = await planScene();
    const { warnings, version } = await own.server.request('plan/import', {
      session_id: own.sessionId,
      text: examplePlan('plans/simplePlan.json'),
      file_name: 'simplePlan.json',
    });
    ok(warnings.length > 0);
    const view = await open();
    const told = await own.board(version);
    deepStrictEqual(
      told.board.warnings.map(({ message }) => message),
      warnings.map(({ message }) => message),
    );
    await view.tell(told);
    await view.page.waitForSelector('.warnings');
    const text = (await view.page.textContent('.warnings')) ?? '';
    ok(text.includes(warnings[0]?.message ?? '…'), text);
    await view.picture('plan-import-warnings');
    deepStrictEqual(await view.findings(), []);
    await view.close();
  });

  it('approves exactly the version that is shown', async () => {
    const view = await open();
    await view.page.click('[data-action="approve"]');
    const { hash, scope } = await view.heard('approve');
    strictEqual(hash, (await scene.board()).board.hash);
    strictEqual(scope, 'plan');
    await view.close();
  });

  it('rejects only with a reason', async () => {
    const view = await open();
    await view.page.click('[data-action="reject"]');
    const send = view.page.locator('.form vscode-button').first();
    strictEqual(await send.getAttribute('disabled'), '');
    await view.page.locator('#reason textarea').fill('The tax rate is wrong.');
    await view.page.waitForSelector('.form vscode-button:not([disabled])');
    await send.click();
    strictEqual((await view.heard('reject'))['reason'], 'The tax rate is wrong.');
    await view.close();
  });

  it('says why an action is not offered, and does not do it', async () => {
    const view = await open();
    await view.page.locator('[data-action="run"]').click({ force: true });
    ok((await view.page.textContent('.bar-reason'))?.includes('approved first'));
    deepStrictEqual(
      view.said.filter(({ type }) => type === 'run'),
      [],
    );
    await view.close();
  });

  it('is walked by keyboard along the edges, and Enter shows the step', async () => {
    const view = await open();
    await view.page.focus('[data-step="look"]');
    const focused = () => view.page.evaluate(() => (document.activeElement as HTMLElement).dataset['step']);
    for (const id of ['search', 'read']) {
      await view.page.keyboard.press('ArrowDown');
      await until(`the focus on ${id}`, async () => (await focused()) === id);
    }
    await view.page.keyboard.press('Enter');
    await view.page.waitForSelector('.details');
    ok((await view.page.textContent('.details'))?.includes('Read where prices are made'));
    await view.page.click('.details .link');
    await until('the step before', async () =>
      (await view.page.textContent('.details'))?.includes('Find the code'),
    );
    await view.close();
  });

  it('keeps how a person left it', async () => {
    const view = await open();
    await view.page.click('.choice:last-child');
    await view.page.click('[data-index="3"]');
    await view.page.waitForSelector('.details');
    const state = (await view.kept()) as { kept: { selected: string }; target: { session_id: string } };
    strictEqual(state.kept.selected, 'draft-price');
    strictEqual(state.target.session_id, scene.sessionId);
    const again = await open({ state });
    ok((await again.page.textContent('.details'))?.includes('draft-price'));
    ok(await again.page.isVisible('.step-list'));
    await again.close();
    await view.close();
  });

  it('says calmly that a plan cannot be shown, and where its problem is', async () => {
    const view = await open();
    const problems = [{ place: 'holdpoint.policy.yaml:3:5', message: 'unknown key' }];
    await view.tell({ type: 'unreadable', message: 'the policy has 1 error', problems });
    await view.page.waitForSelector('.empty');
    ok((await view.page.textContent('.empty'))?.includes('holdpoint.policy.yaml:3:5'));
    await view.tell(await scene.board());
    await view.page.waitForSelector('.head h1');
    await view.close();
  });
});
