import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { TraceFeed } from '../../client/src/panels/trace/traceFeed';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser } from './page/openView';
import { themeNames } from './page/themes';
import {
  endedScene,
  importedSpan,
  openTraceView,
  startedScene,
  type TraceScene,
  tellDetails,
  tellNews,
  traceOpening,
} from './scenes/traceScene';

const names = (view: OpenView) =>
  view.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.span-row:not([hidden])')]
      .sort((left, right) => left.getBoundingClientRect().top - right.getBoundingClientRect().top)
      .map((row) => row.querySelector('.span-name')?.textContent ?? ''),
  );

const selected = (view: OpenView) =>
  view.page.evaluate(
    () => document.querySelector('.span-row.selected:not([hidden]) .span-name')?.textContent ?? null,
  );

const untilSelected = (view: OpenView, name: string) =>
  until(`${name} to be selected`, async () => (await selected(view)) === name);

describe('the trace view', () => {
  let browser: ViewBrowser;
  let failed: TraceScene;

  before(async () => {
    browser = await openBrowser();
    failed = await endedScene(false);
  });

  after(() => browser.close());

  for (const theme of themeNames) {
    it(`has no serious finding of axe in ${theme}`, async () => {
      const view = await openTraceView(browser, failed, { theme });
      await view.page.click('[data-action="first-error"]');
      await tellDetails(view, failed);
      await view.page.waitForSelector('.details dl');
      await view.picture(`trace-${theme}`);
      deepStrictEqual(view.faults, []);
      deepStrictEqual(await view.findings(), []);
      await view.close();
    });
  }

  it('keeps the bars of the waterfall where the system sets the colours', async () => {
    const view = await openTraceView(browser, failed, { theme: 'contrast' });
    const colorsOf = () =>
      view.page
        .locator('.span-row:not([hidden]) .bar')
        .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).backgroundColor));
    const colors = await colorsOf();
    await view.page.emulateMedia({ forcedColors: 'active' });
    ok(colors.length > 0);
    deepStrictEqual(await colorsOf(), colors);
    await view.picture('trace-forced-colors');
    await view.close();
  });

  for (const locale of ['en', 'ja'] as const) {
    it(`fits into 300 pixels in '${locale}'`, async () => {
      const view = await openTraceView(browser, failed, { theme: 'light', width: 300, locale });
      await view.picture(`trace-narrow-${locale}`);
      await view.page.click('[data-action="first-error"]');
      await tellDetails(view, failed);
      await view.page.waitForSelector('.details dl');
      await view.picture(`trace-narrow-details-${locale}`);
      const isInSight = await view.page.evaluate(() => {
        const row = document.querySelector('.span-row.selected')?.getBoundingClientRect();
        const tree = document.querySelector('.tree')?.getBoundingClientRect();
        return (
          row !== undefined && tree !== undefined && row.bottom <= tree.bottom + 1 && row.top >= tree.top - 1
        );
      });
      ok(isInSight, 'the selected row is out of sight');
      const width = await view.page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= 300, `${width} pixels wide`);
      deepStrictEqual(await view.findings(), []);
      await view.close();
    });
  }

  it('answers in three clicks why the run failed, who allowed it and what it changed', async () => {
    const view = await openTraceView(browser, failed);
    const summary = (await view.page.textContent('.summary')) ?? '';
    ok(summary.includes('Failed'), summary);
    ok(summary.includes("'node' ended with exit code 1"), summary);
    ok(summary.includes('user:test'), summary);
    await view.page.click('[data-action="first-error"]');
    await untilSelected(view, 'test.run');
    await tellDetails(view, failed);
    await until('the decision', async () =>
      (await view.page.textContent('.details'))?.includes('approved by user:test'),
    );
    await view.page.click('.answers .link.mono');
    strictEqual((await view.heard('openChange')).type, 'openChange');
    await view.page.click('[data-action="step"]');
    strictEqual((await view.heard('openStep'))['step_id'], 'test');
    await view.close();
  });

  it('sums up a trace that belongs to no run from its spans alone', async () => {
    const { scene } = failed;
    const { trace_id } = await importedSpan(scene);
    const view = await browser.open({ name: 'trace' });
    await view.heard('ready');
    await view.tell(traceOpening());
    for await (const page of new TraceFeed(scene.server, trace_id).pages()) {
      await view.tell(page);
    }
    await view.tell({ type: 'facts', facts: null });
    await until('the summary', async () =>
      /Failed.*POST \/orders.*no stock.*Belongs to no run/s.test(
        (await view.page.textContent('.summary')) ?? '',
      ),
    );
    strictEqual(await view.page.locator('[data-action="report"]').count(), 0);
    await view.picture('trace-no-run');
    deepStrictEqual(view.faults, []);
    deepStrictEqual(await view.findings(), []);
    await view.close();
  });

  it('tells time at work from time in which people were waited for', async () => {
    const view = await openTraceView(browser, failed);
    const summary = (await view.page.textContent('.summary')) ?? '';
    ok(summary.includes('4.2 sec at work'), summary);
    ok(summary.includes('18 sec waiting for people'), summary);
    await view.close();
  });

  it('grows while the run goes on, and keeps selection, folding and place', async () => {
    const running = await startedScene(true);
    const view = await openTraceView(browser, running, { height: 500 });
    await view.page.locator('.span-row', { hasText: 'draft-price' }).first().click();
    await untilSelected(view, 'draft-price');
    await view.page.keyboard.press('ArrowLeft');
    const before = await names(view);
    await running.scene.approveAll(running.runId);
    await tellNews(view, running);
    await until('the run to be over', async () =>
      (await view.page.textContent('.summary'))?.includes('Succeeded'),
    );
    strictEqual(await selected(view), 'draft-price');
    deepStrictEqual((await names(view)).slice(0, 8), before.slice(0, 8));
    await view.picture('trace-grown');
    const open = await view.page.evaluate(() => document.querySelectorAll('.bar.open').length);
    strictEqual(open, 0);
    await view.close();
  });

  it('is a tree that the keyboard walks, with letters that lead to names', async () => {
    const view = await openTraceView(browser, failed);
    await view.page.focus('.tree');
    await untilSelected(view, 'Volume discount');
    const active = await view.page.getAttribute('.tree', 'aria-activedescendant');
    strictEqual(await view.page.getAttribute(`#${active}`, 'aria-expanded'), 'true');
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('ArrowDown');
    await untilSelected(view, 'look');
    await view.page.keyboard.press('ArrowRight');
    await untilSelected(view, 'policy');
    await view.page.keyboard.press('ArrowLeft');
    await untilSelected(view, 'look');
    await view.page.keyboard.type('draft-c');
    await untilSelected(view, 'draft-cart');
    await view.page.keyboard.press('End');
    await untilSelected(view, 'test.run');
    await view.page.keyboard.press('Home');
    await view.page.keyboard.press('ArrowLeft');
    await until('one row', async () => (await names(view)).length === 1);
    await view.page.keyboard.press('F8');
    await untilSelected(view, 'test.run');
    await view.close();
  });

  it('finds text, marks it, and goes from hit to hit', async () => {
    const view = await openTraceView(browser, failed);
    await view.page.fill('.search input', 'approval');
    strictEqual((await view.heard('find'))['text'], 'approval');
    await view.page.waitForSelector('.span-name mark');
    await view.page.keyboard.press('Enter');
    await untilSelected(view, 'approval plan');
    await view.page.focus('.tree');
    await view.page.keyboard.press('n');
    await untilSelected(view, 'approval step');
    await view.page.keyboard.press('Shift+N');
    await untilSelected(view, 'approval plan');
    await view.picture('trace-search');
    await view.close();
  });

  it('finds what only the attributes say, with the help of the server', async () => {
    const view = await openTraceView(browser, failed);
    await view.page.fill('.search input', 'src/price.mjs');
    const { text } = (await view.heard('find')) as unknown as { text: string };
    const { span_ids } = await failed.scene.server.request('trace/find', { trace_id: failed.runId, text });
    ok(span_ids.length > 0);
    const id = Uint32Array.from(
      span_ids.flatMap((one) => [Number.parseInt(one.slice(0, 8), 16), Number.parseInt(one.slice(8), 16)]),
    );
    await view.tell({ type: 'found', text, total: span_ids.length, id });
    await until('hits', async () =>
      (await view.page.textContent('.hit-count'))?.includes(`of ${span_ids.length}`),
    );
    await view.close();
  });

  it('shows one kind of span, errors first, and everything folded', async () => {
    const view = await openTraceView(browser, failed);
    await view.page.selectOption('.kinds', 'wait');
    await until('only waits and what is above them', async () =>
      (await names(view)).every((name) => !name.startsWith('draft')),
    );
    ok((await names(view)).includes('approval step'));
    await view.page.selectOption('.kinds', '');
    await view.page.click('[data-action="errors-first"]');
    await until('the failed step on top', async () => (await names(view))[1] === 'test');
    await view.page.click('[data-action="collapse-all"]');
    await until('the root alone', async () => (await names(view)).length === 1);
    await view.page.click('[data-action="expand-all"]');
    await until('all', async () => (await names(view)).length > 20);
    await view.close();
  });

  it('zooms by dragging over the overview and by keys', async () => {
    const view = await openTraceView(browser, failed);
    const box = (await view.page.locator('.overview').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await view.page.mouse.move(box.x + box.width * 0.75, box.y + 10);
    await view.page.mouse.down();
    await view.page.mouse.move(box.x + box.width * 0.95, box.y + 10, { steps: 4 });
    await view.page.mouse.up();
    await view.page.waitForSelector('.overview-mark:not([hidden])');
    await view.picture('trace-zoomed');
    await view.page.focus('.tree');
    await view.page.keyboard.press('0');
    await until('the whole time', () =>
      view.page.evaluate(() => document.querySelector<HTMLElement>('.overview-mark')?.hidden === true),
    );
    await view.page.keyboard.press('+');
    await view.page.waitForSelector('.overview-mark:not([hidden])');
    await view.close();
  });

  it('comes back as it was left', async () => {
    const view = await openTraceView(browser, failed);
    await view.page.fill('.search input', 'price');
    await view.page.keyboard.press('Enter');
    await until('the place to be kept', async () => {
      const state = (await view.kept()) as { kept?: { selected?: string | null; search?: string } };
      return state.kept?.search === 'price' && typeof state.kept.selected === 'string';
    });
    const name = await selected(view);
    const state = await view.kept();
    await view.close();
    const again = await openTraceView(browser, failed, { state });
    await until('the search', async () => (await again.page.inputValue('.search input')) === 'price');
    strictEqual(await selected(again), name);
    await again.close();
  });

  it('speaks Japanese', async () => {
    const view = await openTraceView(browser, failed, { locale: 'ja' });
    const summary = (await view.page.textContent('.summary')) ?? '';
    ok(summary.includes('最初のエラー'), summary);
    await view.picture('trace-japanese');
    await view.close();
  });
});
