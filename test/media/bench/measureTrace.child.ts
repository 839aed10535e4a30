import type { Page } from 'playwright-core';
import { openBrowser, type ViewBrowser } from '../page/openView';
import { traceOpening } from '../scenes/traceScene';
import { flameChartScript } from './flameChartScript';
import { makeSpans } from './makeSpans';

/*
 * Measures the trace view in a real browser and says what it found as one line of JSON. Arguments: how many spans,
 * how often, the folder in which the peer is installed ('' without a peer).
 */
const [count = '10000', rounds = '3', peerFolder = ''] = process.argv.slice(2);

/** What one opening of the view was measured to cost. */
interface Costs {
  readonly paintMs: number;
  readonly scrollMs: number;
  readonly usualScrollMs: number;
  readonly bytes: number;
}

const browser = await openBrowser();
try {
  const script = peerFolder === '' ? null : await flameChartScript(peerFolder);
  const ours: Costs[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    ours.push(await measureOurs(browser, Number(count)));
    if (script !== null) {
      theirs.push(await measurePeer(browser, Number(count), script));
    }
  }
  process.stdout.write(`${JSON.stringify({ ours, theirs })}\n`);
} finally {
  await browser.close();
}

async function measureOurs(from: ViewBrowser, spanCount: number): Promise<Costs> {
  const view = await from.open({ name: 'trace', width: 1440, height: 900 });
  await view.heard('ready');
  await view.tell(traceOpening());
  await view.page.waitForSelector('.tree');
  const before = await memory(view.page);
  const paintMs = await view.page.evaluate(paintSpans, { spanCount, make: makeSpans.toString() });
  const bytes = (await memory(view.page)) - before;
  const [usualScrollMs = Number.NaN, scrollMs = Number.NaN] = await view.page.evaluate(scrollThrough);
  await view.close();
  return { paintMs, scrollMs, usualScrollMs, bytes };
}

async function measurePeer(from: ViewBrowser, spanCount: number, script: string): Promise<number> {
  const view = await from.open({ name: 'trace', width: 1440, height: 900 });
  const page = await view.page.context().newPage();
  await page.setContent('<canvas id="chart" width="1440" height="900"></canvas>');
  await page.addScriptTag({ content: script });
  const paintMs = await page.evaluate(paintFlames, { spanCount, make: makeSpans.toString() });
  await view.close();
  return paintMs;
}

/** Bytes that the page holds after a collection, buffers included. */
async function memory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  await session.detach();
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

interface Wanted {
  readonly spanCount: number;
  readonly make: string;
}

/** In the page: from the moment at which the columns are sent, by transfer, to the frame after the one that shows them. */
async function paintSpans({ spanCount, make }: Wanted): Promise<number> {
  const columns = (globalThis as never as { readonly eval: (code: string) => typeof makeSpans }).eval(
    `(${make})`,
  )(spanCount);
  const buffers = Object.values(columns).flatMap((value) =>
    ArrayBuffer.isView(value) ? [value.buffer] : [],
  );
  const message = { type: 'spans', is_first: true, is_last: true, total: spanCount, columns };
  const startMs = performance.now();
  window.postMessage(message, '*', buffers as ArrayBuffer[]);
  while (document.querySelector('.span-row:not([hidden])') === null) {
    await new Promise((shown) => requestAnimationFrame(shown));
  }
  await new Promise((shown) => requestAnimationFrame(shown));
  return performance.now() - startMs;
}

/** In the page: the median and the 95th percentile of what a jump to another place costs, layout included. */
function scrollThrough(): number[] {
  const tree = document.querySelector('.tree') as HTMLElement;
  const costs: number[] = [];
  for (let step = 0; step < 200; step += 1) {
    const far = (step * 7919) % Math.max(1, tree.scrollHeight - tree.clientHeight);
    const startMs = performance.now();
    tree.scrollTop = step % 2 === 0 ? far : tree.scrollTop + 120;
    tree.dispatchEvent(new Event('scroll'));
    tree.getBoundingClientRect();
    costs.push(performance.now() - startMs);
  }
  costs.sort((left, right) => left - right);
  return [0.5, 0.95].map((part) => costs[Math.floor(costs.length * part)] ?? Number.NaN);
}

/** In the page of the peer: the same spans as the nested objects it takes, until the frame after it drew them. */
async function paintFlames({ spanCount, make }: Wanted): Promise<number> {
  const world = globalThis as never as {
    readonly eval: (code: string) => typeof makeSpans;
    readonly FlameChart: new (options: object) => unknown;
  };
  const columns = world.eval(`(${make})`)(spanCount);
  interface Flame {
    name: string;
    start: number;
    duration: number;
    children: Flame[];
  }
  const flames: Flame[] = [];
  for (let at = 0; at < columns.count; at += 1) {
    const start = ((columns.start_us[at] ?? 0) - (columns.start_us[0] ?? 0)) / 1000;
    const duration = ((columns.end_us[at] ?? 0) - (columns.start_us[at] ?? 0)) / 1000;
    flames.push({ name: columns.texts[columns.name[at] ?? 0] ?? '', start, duration, children: [] });
    flames[(columns.parent[at * 2 + 1] ?? 0) - 1]?.children.push(flames[at] as Flame);
  }
  const startMs = performance.now();
  new world.FlameChart({ canvas: document.getElementById('chart'), data: flames.slice(0, 1) });
  await new Promise((shown) => requestAnimationFrame(shown));
  await new Promise((shown) => requestAnimationFrame(shown));
  return performance.now() - startMs;
}
