import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import type { Comparison } from '#protocol/views/compare';
import { readComparedFacts } from '../../client/src/panels/compare/comparedFacts';
import { comparison } from '../../client/src/panels/compare/comparison';
import { compareStrings } from '../../client/src/panels/strings/compareStrings';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import type { ThemeName } from './page/themes';
import { examplePlan } from './scenes/exampleFiles';
import { localizer } from './scenes/localizer';
import { planScene } from './scenes/planScene';

/** A run that failed and one of the next version, in which a step was changed. */
async function twoRuns(): Promise<Comparison> {
  const scene = await planScene({ testPasses: false });
  const { server, sessionId: session_id } = scene;
  const runIds: string[] = [];
  for (const file of ['volumeDiscount.v1.yaml', 'volumeDiscount.v2.yaml']) {
    const version = await scene.importPlan(examplePlan(file));
    await server.request('plan/approve', { session_id, version });
    const runId = await scene.run();
    await scene.approveAll(runId);
    runIds.push(runId);
  }
  const [left = '', right = ''] = runIds;
  return comparison(await readComparedFacts(server, left), await readComparedFacts(server, right));
}

describe('the comparison of two runs', () => {
  let browser: ViewBrowser;
  let compared: Comparison;

  before(async () => {
    browser = await openBrowser();
    compared = await twoRuns();
  });

  after(() => browser.close());

  async function open(options: Partial<ViewOptions> = {}, language: 'en' | 'ja' = 'en'): Promise<OpenView> {
    const view = await browser.open({ name: 'compare', locale: language, ...options });
    await view.heard('ready');
    await view.tell({
      type: 'open',
      target: { left: compared.left.run_id, right: compared.right.run_id },
      strings: compareStrings(localizer(language), language),
      is_trusted: true,
    });
    await view.tell({ type: 'comparison', comparison: compared });
    await view.page.waitForSelector('tbody tr');
    return view;
  }

  it('knows the steps that differ between the plans, and in what', () => {
    const others = compared.steps.filter(({ plan }) => plan !== 'same');
    ok(others.length > 0);
    ok(others.every(({ plan, fields }) => plan !== 'changed' || fields.length > 0));
    deepStrictEqual(
      compared.steps.map(({ step_id }) => step_id),
      [...new Set(compared.steps.map(({ step_id }) => step_id))],
    );
  });

  it('leads to the trace and the report of either run, and to a step', async () => {
    const view = await open();
    await view.page.click('[data-side="right"] [data-action="trace"]');
    equal((await view.heard('openTrace'))['side'], 'right');
    await view.page.click('[data-side="left"] [data-action="report"]');
    equal((await view.heard('openReport'))['side'], 'left');
    await view.page.click('tbody tr:first-child .link');
    equal((await view.heard('openStep'))['step_id'], compared.steps[0]?.step_id);
    await view.page.click('[data-action="swap"]');
    await view.heard('swap');
    await view.close();
  });

  for (const theme of ['dark', 'light', 'contrast'] as const satisfies readonly ThemeName[]) {
    for (const width of [1100, 300]) {
      it(`reads well in ${theme} at ${width} px, without a serious finding of axe-core`, async () => {
        const view = await open({ theme, width });
        deepStrictEqual(await view.findings(), []);
        deepStrictEqual(view.faults, []);
        const isWider = await view.page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        equal(isWider, false);
        await view.picture(`compare-${theme}-${width}`);
        await view.close();
      });
    }
  }

  it('speaks Japanese, in 300 pixels', async () => {
    const view = await open({ width: 300 }, 'ja');
    const width = await view.page.evaluate(() => document.documentElement.scrollWidth);
    ok(width <= 300, `${width} pixels wide`);
    ok((await view.page.locator('h1').textContent())?.includes('2 つの実行の比較'));
    await view.picture('compare-ja');
    await view.close();
  });
});
