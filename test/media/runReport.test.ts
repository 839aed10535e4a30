import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { ToRunReport } from '#protocol/views/report';
import { readReportFacts } from '../../client/src/panels/report/reportFacts';
import { reportMessage } from '../../client/src/panels/report/reportMessage';
import { reportStrings } from '../../client/src/panels/strings/reportStrings';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import { themeNames } from './page/themes';
import { examplePlan } from './scenes/exampleFiles';
import { localizer } from './scenes/localizer';
import { planScene } from './scenes/planScene';

/** The report of a run of the example, told to the view as the panel tells it. */
async function reportOf(testPasses: boolean): Promise<Extract<ToRunReport, { type: 'report' }>> {
  const scene = await planScene({ testPasses });
  const version = await scene.importPlan(examplePlan('volumeDiscount.v1.yaml'));
  await scene.server.request('plan/approve', { session_id: scene.sessionId, version });
  const run_id = await scene.run();
  await scene.approveAll(run_id);
  return { type: 'report', report: reportMessage(await readReportFacts(scene.server, run_id)) };
}

describe('the run report', () => {
  let browser: ViewBrowser;
  let good: ToRunReport;
  let bad: ToRunReport;

  before(async () => {
    browser = await openBrowser();
    good = await reportOf(true);
    bad = await reportOf(false);
  });

  after(() => browser.close());

  async function open(message: ToRunReport, options: Partial<ViewOptions> = {}): Promise<OpenView> {
    const view = await browser.open({ name: 'report', ...options });
    const language = options.locale === 'ja' ? 'ja' : 'en';
    await view.heard('ready');
    await view.tell({
      type: 'open',
      target: { run_id: 'run-1' },
      strings: reportStrings(localizer(language), language),
      is_trusted: true,
    });
    await view.tell(message);
    await view.page.waitForSelector('h1');
    return view;
  }

  for (const theme of themeNames) {
    it(`has no serious finding of axe in ${theme}`, async () => {
      const view = await open(theme === 'light' ? good : bad, { theme, height: 1400 });
      await view.picture(`report-${theme}`);
      deepStrictEqual(view.faults, []);
      deepStrictEqual(await view.findings(), []);
      await view.close();
    });
  }

  for (const locale of ['en', 'ja'] as const) {
    it(`fits into 300 pixels in '${locale}'`, async () => {
      const view = await open(bad, { theme: 'light', width: 300, height: 1400, locale });
      await view.picture(`report-narrow-${locale}`);
      const width = await view.page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= 300, `${width} pixels wide`);
      deepStrictEqual(view.faults, []);
      deepStrictEqual(await view.findings(), []);
      await view.close();
    });
  }

  it('tells first how the run ended, and why when it failed', async () => {
    const view = await open(bad);
    const text = (await view.page.textContent('.head')) ?? '';
    ok(text.trim().startsWith('Failed'), text);
    ok(text.includes('Step “test” did not succeed'), text);
    await view.close();
  });

  it('leads from a file to the change as it was recorded, and hands itself out', async () => {
    const view = await open(good);
    await view.page.click('.files .link');
    const first = good.type === 'report' ? good.report.files[0] : undefined;
    strictEqual((await view.heard('openChange'))['preview_id'], first?.preview_id);
    await view.page.click('[data-action="copy"]');
    await view.heard('copy');
    await view.tell({ type: 'copied' });
    await until('the word of it', async () =>
      (await view.page.textContent('#announcements'))?.includes('clipboard'),
    );
    await view.close();
  });

  it('names the person, the door and the rule behind each effect', async () => {
    const view = await open(good);
    const text = (await view.page.textContent('.effects')) ?? '';
    ok(text.includes('approved by user:test'), text);
    ok(text.includes('(cli)'), text);
    ok(text.includes('approvals.steps'), text);
    await view.close();
  });

  it('draws a long list a page at a time', async () => {
    ok(good.type === 'report');
    const [step] = good.report.steps;
    ok(step !== undefined);
    const steps = Array.from({ length: 1000 }, (_, index) => ({ ...step, step_id: `s${index}` }));
    const view = await open({ type: 'report', report: { ...good.report, steps } });
    const count = () => view.page.locator('.steps .lines > li').count();
    strictEqual(await count(), 100);
    await view.page.click('.steps > .link');
    await until('two hundred lines', async () => (await count()) === 200);
    await view.close();
  });
});
