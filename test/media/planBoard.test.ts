import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import { themeNames } from './page/themes';
import { examplePlan } from './scenes/exampleFiles';
import { type PlanScene, planScene } from './scenes/planScene';

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
    it(`has no serious finding of axe in ${theme}, wide and narrow`, async () => {
      for (const width of [1100, 300]) {
        const view = await open({ theme, width });
        await until('the steps', () =>
          view.page.evaluate(() => document.querySelectorAll('[data-step], .step-row, .tab').length > 0),
        );
        await view.picture(`plan-${theme}-${width}`);
        deepStrictEqual(view.faults, []);
        deepStrictEqual(await view.findings(), []);
        await view.close();
      }
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

  it('approves exactly the version that is shown', async () => {
    const view = await open();
    await view.page.click('[data-action="approve"]');
    const { hash, scope } = await view.heard('approve');
    strictEqual(hash, (await scene.board()).board.hash);
    strictEqual(scope, 'plan');
    await view.close();
  });
});
