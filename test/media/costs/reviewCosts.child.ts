import type { Page } from 'playwright-core';
import type { ReviewFileView } from '#protocol/methods/reviews';
import { readFile } from '../../../client/src/review/hunks/readHunks';
import { openingIn, reviewFile, reviewOf } from '../page/changeSample';
import { type OpenView, openBrowser } from '../page/openView';

// Measures the change review in a browser and prints what it found: `reviewCosts FILES ROUNDS`.
const [fileCount = 500, rounds = 1] = process.argv.slice(2).map(Number);
const files = largeReview(fileCount);
const readMs: number[] = [];
for (let round = 0; round < 10; round += 1) {
  const startMs = performance.now();
  files.map(readFile);
  readMs.push(performance.now() - startMs);
}
const hunkCount = files.reduce((sum, file) => sum + file.hunks.length, 0);
const drawn = await inBrowser(files, rounds);
process.stdout.write(JSON.stringify({ hunkCount, readMs, drawn }));

/** Files of ten hunks each. */
function largeReview(count: number): readonly ReviewFileView[] {
  const lines = Array.from(
    { length: 400 },
    (_, line) => `  const value${line} = compute(${line}, options);\n`,
  );
  const before = lines.join('');
  return Array.from({ length: count }, (_, index) => {
    const after = lines
      .map((line, at) => (at % 40 === 20 ? `  const value${at} = compute(${index}, other);\n` : line))
      .join('');
    return reviewFile(`prev_${index}`, `src/part${index % 20}/file${index}.ts`, before, after);
  });
}

interface Costs {
  readonly usableMs: number;
  readonly scrollMs: number;
  readonly acceptMs: number;
}

async function inBrowser(files: readonly ReviewFileView[], rounds: number): Promise<readonly Costs[]> {
  const browser = await openBrowser();
  const costs: Costs[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const view = await browser.open({ name: 'change', width: 1280, height: 900 });
      await view.heard('ready');
      costs.push(await measure(view, files));
      await view.close();
    }
  } finally {
    await browser.close();
  }
  return costs;
}

async function measure(view: OpenView, files: readonly ReviewFileView[]): Promise<Costs> {
  await view.tell(openingIn('en'));
  const told = reviewOf(files);
  const usableMs = await usable(view.page, told);
  const scrollMs = await scrolled(view.page);
  const { approval: _approval, files: _files, ...state } = told.review;
  const news = { type: 'state', ...state, choices: { prev_0: { 0: 'accepted' } } };
  const acceptMs = await accepted(view.page, news);
  return { usableMs, scrollMs, acceptMs };
}

/** From the message to a painted list in which a hunk can be pressed. */
function usable(page: Page, message: unknown): Promise<number> {
  return page.evaluate(
    (told) =>
      new Promise<number>((done) => {
        const startMs = performance.now();
        window.postMessage(told, '*');
        const look = () =>
          document.querySelector('.hunk-row .verdict') === null
            ? requestAnimationFrame(look)
            : requestAnimationFrame(() => done(performance.now() - startMs));
        requestAnimationFrame(look);
      }),
    message,
  );
}

/** The work of one step of scrolling: script, style and layout; of two hundred steps the 95th percentile. */
function scrolled(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const list = document.querySelector<HTMLElement & { updateComplete: Promise<unknown> }>('holdpoint-list');
    const costs: number[] = [];
    for (let step = 1; list !== null && step <= 200; step += 1) {
      await new Promise((next) => requestAnimationFrame(next));
      const startMs = performance.now();
      list.scrollTop = step * 700;
      list.dispatchEvent(new Event('scroll'));
      await list.updateComplete;
      list.getBoundingClientRect();
      costs.push(performance.now() - startMs);
    }
    list?.scrollTo({ top: 0 });
    costs.sort((left, right) => left - right);
    return costs[Math.floor(costs.length * 0.95)] ?? Number.NaN;
  });
}

/** From the message that a hunk is accepted to its painted button. */
function accepted(page: Page, message: unknown): Promise<number> {
  return page.evaluate(
    (told) =>
      new Promise<number>((done) => {
        const startMs = performance.now();
        window.postMessage(told, '*');
        const look = () =>
          document.querySelector('.verdict[aria-pressed="true"]') === null
            ? requestAnimationFrame(look)
            : done(performance.now() - startMs);
        requestAnimationFrame(look);
      }),
    message,
  );
}
