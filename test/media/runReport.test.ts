import { deepStrictEqual, ok } from 'node:assert/strict';
import type { ToRunReport } from '#protocol/views/report';
import { readReportFacts } from '../../client/src/panels/report/reportFacts';
import { reportMessage } from '../../client/src/panels/report/reportMessage';
import { reportStrings } from '../../client/src/panels/strings/reportStrings';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import { themeNames } from './page/themes';
import { examplePlan } from './scenes/exampleFiles';
import { localizer, planScene } from './scenes/planScene';

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
    await view.heard('ready');
    await view.tell({
      type: 'open',
      target: { run_id: 'run-1' },
      strings: reportStrings(localizer(options.locale === 'ja' ? 'ja' : 'en')),
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

  it('fits into 300 pixels', async () => {
    const view = await open(bad, { theme: 'light', width: 300, height: 1400 });
    await view.picture('report-narrow');
    deepStrictEqual(view.faults, []);
    deepStrictEqual(await view.findings(), []);
    await view.close();
  });

  it('tells first how the run ended, and why when it failed', async () => {
    const view = await open(bad);
    const text = (await view.page.textContent('.head')) ?? '';
    ok(text.trim().startsWith('Failed'), text);
    ok(text.includes('Step “test” did not succeed'), text);
    await view.close();
  });
});
