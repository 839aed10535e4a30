import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import type { ChangeComment } from '#protocol/views/change';
import { until } from '../support/until';
import { openingIn, reviewOf, sampleFiles } from './page/changeSample';
import { type OpenView, openBrowser, type ViewBrowser, type ViewOptions } from './page/openView';

const comment: ChangeComment = {
  comment_id: 'evt_1',
  preview_id: 'prev_1',
  is_earlier: false,
  hunk: 0,
  side: 'new',
  line: 4,
  text: 'Why two digits?\nSome currencies have none.',
  actor: 'user:ann',
  at: '2026-01-05T10:00:00.000Z',
};

describe('the change review', () => {
  let browser: ViewBrowser;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser.close());

  async function shown(options: Partial<ViewOptions> = {}, more = {}): Promise<OpenView> {
    const view = await browser.open({ name: 'change', ...options });
    await view.heard('ready');
    await view.tell(openingIn(options.locale === 'ja' ? 'ja' : 'en'));
    await view.tell(reviewOf(sampleFiles(), more));
    await view.page.waitForSelector('.hunk-row');
    return view;
  }

  const rowsWith = (view: OpenView, text: string) => view.page.locator('.windowed-row', { hasText: text });
  const press = async (view: OpenView, ...keys: string[]) => {
    for (const key of keys) {
      await view.page.keyboard.press(key);
    }
  };
  const focusedText = (view: OpenView) => view.page.evaluate(() => document.activeElement?.textContent ?? '');

  it('shows every file with its hunks, and names what it does not draw', async () => {
    const view = await shown({ height: 2000 });
    const text = (await view.page.locator('.changes').textContent()) ?? '';
    for (const part of [
      'src/cart/total.ts',
      'Hunk 2 of 2',
      'new file',
      'deleted',
      'line endings become LF',
      'removes the final newline',
      'no newline at the end of the file',
      'binary, not drawn',
      'too large to be drawn',
      '50 MB → 52.4 MB',
    ]) {
      ok(text.includes(part), `${part} is not in ${text}`);
    }
    deepStrictEqual(view.faults, []);
    await view.close();
  });

  it('keeps edges around changed lines where the system sets the colours', async () => {
    const view = await shown({ height: 2000 });
    await view.page.emulateMedia({ forcedColors: 'active' });
    const edgeOf = (kind: string) =>
      view.page
        .locator(`.diff-line.${kind}`)
        .first()
        .evaluate((line) => getComputedStyle(line).outlineStyle);
    deepStrictEqual(await Promise.all(['added', 'removed'].map(edgeOf)), ['solid', 'dashed']);
    await view.picture('changeForcedColors');
    await view.close();
  });

  it('spells out characters that would deceive a reader', async () => {
    const view = await shown({ height: 2000 });
    ok((await rowsWith(view, 'evil').first().textContent())?.includes('‹U+202E›'));
    await view.close();
  });

  it('is led by the keyboard: j k a r u A, and Control Enter approves', async () => {
    const view = await shown({ height: 2000 });
    await press(view, 'j');
    await until('the focus on the first hunk', async () => (await focusedText(view)).includes('Hunk 1 of 2'));
    await press(view, 'a');
    deepStrictEqual(await view.heard('choose'), {
      type: 'choose',
      preview_ids: ['prev_1'],
      hunks: [0],
      verdict: 'accepted',
    });
    await until('the focus on the second hunk', async () =>
      (await focusedText(view)).includes('Hunk 2 of 2'),
    );
    await press(view, 'r');
    await until('the rejection', async () => view.said.some(({ verdict }) => verdict === 'rejected'));
    await press(view, 'k');
    await until('the focus back', async () => (await focusedText(view)).includes('Hunk 2 of 2'));
    await press(view, 'A');
    await until('the file', async () => view.said.some(({ hunks }) => hunks === null));
    await press(view, 'Control+Enter');
    await view.heard('approve');
    await view.close();
  });

  it('shows what was said of hunks, counts it, and says it on the button', async () => {
    const view = await shown({}, { choices: { prev_1: { 0: 'accepted', 1: 'rejected' } } });
    equal(await view.page.locator('.verdict.accepted[aria-pressed="true"]').count(), 1);
    equal(await view.page.locator('.verdict.rejected[aria-pressed="true"]').count(), 1);
    ok((await view.page.locator('header').textContent())?.includes('hunks: 8, accepted: 1, rejected: 1'));
    ok((await view.page.locator('.approve').textContent())?.includes('Approve 7 of 8 hunks'));
    await view.page.locator('.verdict.rejected[aria-pressed="true"]').click();
    const { verdict } = await view.heard('choose');
    equal(verdict, 'open');
    await view.close();
  });

  it('comments on a line and shows comments where they were made', async () => {
    const view = await shown({ height: 1200 }, { comments: [comment] });
    ok((await rowsWith(view, 'Why two digits?').textContent())?.includes('user:ann'));
    const at = await rowsWith(view, 'round(compute(3), 2)').first().getAttribute('data-index');
    const below = await rowsWith(view, 'Why two digits?').getAttribute('data-index');
    equal(Number(below), Number(at) + 1);
    await press(view, 'j', 'ArrowDown', 'c');
    await view.page.waitForSelector('.writing');
    await view.page.locator('.writing textarea').fill('Say why.');
    await view.page.locator('.writing .send').click();
    const { hunk, side, line, text } = await view.heard('comment');
    deepStrictEqual({ hunk, side, line, text }, { hunk: 0, side: 'new', line: 1, text: 'Say why.' });
    await view.close();
  });

  it('rejects only with a reason', async () => {
    const view = await shown();
    await view.page.locator('vscode-button.reject').click();
    await view.page.waitForSelector('.writing');
    await view.page.locator('.writing .send').click({ force: true });
    ok(!view.said.some(({ type }) => type === 'reject'));
    await view.page.locator('.writing textarea').fill('Use the library.');
    await view.page.locator('.writing .send').click();
    equal((await view.heard('reject'))['reason'], 'Use the library.');
    await view.close();
  });

  it('filters by path and by state', async () => {
    const view = await shown({ height: 1200 }, { choices: { prev_4: { 0: 'rejected' } } });
    await view.page.locator('.path-filter').fill('docs/');
    await until('the files of docs', async () => (await view.page.locator('.file-row').count()) === 2);
    await view.page.locator('.state-filter').selectOption('rejected');
    await until('the rejected file', async () => (await view.page.locator('.file-row').count()) === 1);
    ok((await view.page.locator('.file-row').textContent())?.includes('docs/notes.txt'));
    await until('the filters kept', async () => JSON.stringify(await view.kept()).includes('docs/'));
    await view.close();
  });

  it('says that a file changed since and offers to draft again', async () => {
    const view = await shown({}, { stale: { prev_1: 'changed' } });
    ok((await view.page.locator('.note').textContent())?.includes('src/cart/total.ts has changed since'));
    await view.page.locator('.renew').click();
    await view.heard('renew');
    await view.close();
  });

  it('lets nothing be decided once somebody has decided, and says who', async () => {
    const view = await shown();
    const { type: _, ...state } = { ...reviewOf([]).review, type: 'state' };
    const { approval: _approval, files: _files, ...news } = state;
    await view.tell({ type: 'state', ...news, closed: 'user:bob approved this change at 10:00 (cli).' });
    await until('the note', async () => (await view.page.locator('.note').count()) === 1);
    ok((await view.page.locator('.note').textContent())?.includes('user:bob'));
    equal(await view.page.locator('.approve').count(), 0);
    await press(view, 'j', 'a', 'Control+Enter');
    ok(!view.said.some(({ type }) => type === 'choose' || type === 'approve'));
    await view.close();
  });

  it('lets nothing be decided in a workspace that is not trusted', async () => {
    const view = await shown();
    await view.tell({ ...openingIn('en'), is_trusted: false });
    await until('the note', async () => (await view.page.locator('.note').count()) === 1);
    await press(view, 'j', 'r', 'Control+Enter');
    ok(!view.said.some(({ type }) => type === 'choose' || type === 'approve'));
    await view.close();
  });

  for (const [theme, width, locale = 'en'] of [
    ['dark', 1280],
    ['light', 1280],
    ['contrast', 1280],
    ['dark', 640],
    ['light', 300],
    ['contrast', 300],
    ['light', 300, 'ja'],
  ] as const) {
    it(`reads well in ${theme} at ${width} px in '${locale}', without a serious finding of axe-core`, async () => {
      const view = await shown(
        { theme, width, height: 900, locale },
        {
          comments: [comment],
          choices: { prev_1: { 0: 'accepted', 1: 'rejected' } },
          stale: { prev_4: 'changed' },
        },
      );
      await press(view, 'j');
      deepStrictEqual(view.faults, []);
      await view.picture(`change-${theme}-${width}-${locale}`);
      deepStrictEqual(await view.findings(), []);
      const overflow = await view.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      ok(overflow <= 0, `${overflow} px too wide`);
      await view.close();
    });
  }
});
