import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import type { ToQuery } from '#protocol/views/query';
import { readAnswer } from '../../client/src/panels/query/readAnswer';
import { queryStrings } from '../../client/src/panels/strings/queryStrings';
import { until } from '../support/until';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';
import type { ThemeName } from './page/themes';
import { localizer } from './scenes/localizer';
import { endedScene, type TraceScene } from './scenes/traceScene';

describe('the view of queries', () => {
  let browser: ViewBrowser;
  let traced: TraceScene;

  before(async () => {
    browser = await openBrowser();
    traced = await endedScene(false);
  });

  after(() => browser.close());

  async function open(options: Partial<ViewOptions> = {}, language: 'en' | 'ja' = 'en'): Promise<OpenView> {
    const view = await browser.open({ name: 'query', locale: language, ...options });
    await view.heard('ready');
    await view.tell({
      type: 'open',
      target: { q: '' },
      strings: queryStrings(localizer(language), language),
      is_trusted: true,
    });
    const { server } = traced.scene;
    const { items } = await server.request('query/list', { locale: language, limit: 500 });
    await view.tell({ type: 'queries', items } satisfies ToQuery);
    await view.page.waitForSelector('[data-query="deploy-without-approval"]');
    return view;
  }

  /** Answers what the view asks, as the panel does, from a whole server. */
  async function answer(view: OpenView, q: string): Promise<void> {
    await until('the question', () => view.said.some((said) => said.type === 'ask' && said['q'] === q));
    await view.tell({
      type: 'answer',
      answer: await readAnswer(traced.scene.server as never, q),
    } satisfies ToQuery);
  }

  it('asks a ready-made query with a click, then another, and lists the spans that match', async () => {
    const view = await open();
    await view.page.click('[data-query="rejected-approvals"]');
    await answer(view, String((await view.heard('ask'))['q']));
    await view.page.fill('#question', '{ span:status = error } | select(span:name)');
    await view.page.click('.ask');
    await answer(view, '{ span:status = error } | select(span:name)');
    await view.page.waitForSelector('.span-link');
    ok((await view.page.locator('.span-link').count()) > 1);
    await view.page.click('.span-link');
    const opened = await view.heard('openSpan');
    equal(opened['trace_id'], traced.runId);
    await view.close();
  });

  it('says of what was looked at that nothing matches', async () => {
    const view = await open();
    await view.page.click('[data-query="deploy-without-approval"]');
    await answer(view, String((await view.heard('ask'))['q']));
    await until(
      'the answer',
      async () => (await view.page.locator('.answer').textContent())?.includes('Nothing matches') === true,
    );
    await view.close();
  });

  it('draws numbers over time as a chart, and says them in a table', async () => {
    const view = await open();
    const q = '{} | count_over_time() by (span:status)';
    await view.page.fill('#question', q);
    await view.page.keyboard.press('Control+Enter');
    await answer(view, q);
    await view.page.waitForSelector('.chart canvas');
    ok((await view.page.locator('tbody tr').count()) > 1);
    deepStrictEqual(view.faults, []);
    deepStrictEqual(await view.findings(), []);
    await view.picture('query-chart');
    await view.close();
  });

  it('checks what is written and says the column of a mistake, and completes at the cursor', async () => {
    const view = await open();
    await view.page.fill('#question', '{ ');
    const checked = await view.heard('check');
    const { problems, offers } = await traced.scene.server.request('trace/check', {
      q: String(checked['q']),
      offset: Number(checked['offset']),
    });
    await view.tell({ type: 'checked', q: '{ ', problems, offers } satisfies ToQuery);
    await until('the mistake', async () => (await view.page.locator('.problems li').count()) > 0);
    await view.page.focus('#question');
    await view.page.keyboard.press('Control+ ');
    const label = (await view.page.locator('.offer').first().textContent()) ?? '';
    await view.page.locator('.offer').first().click();
    await until(`{ ${label}`, async () => (await view.page.inputValue('#question')).startsWith(`{ ${label}`));
    await view.close();
  });

  it('shows why a query was refused, and keeps what was written', async () => {
    const view = await open();
    await view.page.fill('#question', '{ .a = }');
    await view.page.click('.ask');
    await view.heard('ask');
    await view.tell({
      type: 'refused',
      q: '{ .a = }',
      message: 'expected a value at column 8',
    } satisfies ToQuery);
    ok((await view.page.locator('[role=alert]').textContent())?.includes('column 8'));
    await until('the draft kept', async () => JSON.stringify(await view.kept()).includes('{ .a = }'));
    await view.close();
  });

  for (const theme of ['dark', 'light', 'contrast'] as const satisfies readonly ThemeName[]) {
    for (const width of [1100, 300]) {
      it(`reads well in ${theme} at ${width} px, without a serious finding of axe-core`, async () => {
        const view = await open({ theme, width });
        const q = '{ kind != server } | select(span:name, span.holdpoint.approval.decision)';
        await view.page.fill('#question', q);
        await view.page.click('.ask');
        await answer(view, q);
        await view.page.waitForSelector('.span-link');
        deepStrictEqual(await view.findings(), []);
        const isWider = await view.page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        equal(isWider, false);
        await view.picture(`query-${theme}-${width}`);
        await view.close();
      });
    }
  }

  it('speaks Japanese, in 300 pixels', async () => {
    const view = await open({ width: 300 }, 'ja');
    const width = await view.page.evaluate(() => document.documentElement.scrollWidth);
    ok(width <= 300, `${width} pixels wide`);
    ok((await view.page.locator('.queries').textContent())?.includes('承認のないデプロイ'));
    await view.picture('query-ja');
    await view.close();
  });
});
