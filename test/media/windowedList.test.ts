import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { build } from 'esbuild';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser } from './page/openView';

const rowTexts = (view: OpenView) =>
  view.page.evaluate(() =>
    [...document.querySelectorAll('.windowed-row')].map((row) => row.textContent?.trim()),
  );

const focused = (view: OpenView) =>
  view.page.evaluate(() => document.activeElement?.getAttribute('data-index') ?? null);

async function pressUntilFocused(view: OpenView, key: string, index: number) {
  await view.page.keyboard.press(key);
  await until(`the focus on row ${index}`, async () => (await focused(view)) === String(index));
}

describe('the windowed list', () => {
  let browser: ViewBrowser;
  let view: OpenView;

  before(async () => {
    browser = await openBrowser();
    const { outputFiles } = await build({
      entryPoints: ['test/media/page/listPage.child.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    view = await browser.open({ name: 'plan', script: outputFiles[0]?.text ?? '' });
    await until('rows', async () => (await rowTexts(view)).length > 0);
  });

  after(() => browser.close());

  it('draws of a hundred thousand rows only those that can be seen', async () => {
    const texts = await rowTexts(view);
    ok(texts.length < 100, `${texts.length} rows`);
    ok(texts.includes('row 0'));
  });

  it('tells assistive technology the place of a row in the whole', async () => {
    const first = view.page.locator('.windowed-row[data-index="0"]');
    strictEqual(await first.getAttribute('aria-setsize'), '100000');
    strictEqual(await first.getAttribute('aria-posinset'), '1');
    deepStrictEqual(await view.findings(), []);
  });

  it('moves one focus by the keyboard, to the far end too', async () => {
    await view.page.keyboard.press('Tab');
    await until('the focus on the first row', async () => (await focused(view)) === '0');
    await pressUntilFocused(view, 'ArrowDown', 1);
    await pressUntilFocused(view, 'End', 99_999);
    await pressUntilFocused(view, 'ArrowUp', 99_998);
    await pressUntilFocused(view, 'Home', 0);
  });

  it('keeps the focus when its row is scrolled away', async () => {
    await pressUntilFocused(view, 'Home', 0);
    await view.page.evaluate(() => document.querySelector('holdpoint-list')?.scrollTo({ top: 500_000 }));
    await until('other rows', async () => (await rowTexts(view)).includes('row 25000'));
    strictEqual(await focused(view), '0');
    await pressUntilFocused(view, 'ArrowDown', 1);
  });

  it('has no fault under the content policy', () => {
    deepStrictEqual(view.faults, []);
  });
});
