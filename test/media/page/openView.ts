import type { Browser, Page } from 'playwright-core';
import type { ViewName } from '#protocol/views/opening';
import { viewHtml } from '../../../client/src/panels/viewHtml';
import { axeFindings } from '../../support/axeFindings';
import { launchChromium } from '../../support/chromium';
import { until } from '../../support/until';
import { serveViews, type ViewServer } from './serveViews';
import { type ThemeName, themes } from './themes';

/** How a view is opened for a test. */
export interface ViewOptions {
  readonly name: ViewName;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  /** What the page finds kept from before: `{ target, kept }`. */
  readonly state?: unknown;
  /** A script in place of the view's own, for tests of single elements. */
  readonly script?: string;
}

/** A built view in a real browser, under its real content policy, with a test in place of the editor. */
export interface OpenView {
  readonly page: Page;
  /** Everything the page has said so far. */
  readonly said: readonly { readonly type: string; readonly [key: string]: unknown }[];
  /** What the page keeps for the next time. */
  kept(): Promise<unknown>;
  tell(message: unknown): Promise<void>;
  /** The newest message of a type, as soon as there is one. */
  heard(type: string): Promise<{ readonly type: string; readonly [key: string]: unknown }>;
  /** Errors of the page and refusals of its content policy. */
  readonly faults: readonly string[];
  /** Findings of axe-core, the serious and critical ones, one line each. */
  findings(): Promise<readonly string[]>;
  /** Writes a picture below .cache/screenshots/media and answers with its path. */
  picture(name: string): Promise<string>;
  close(): Promise<void>;
}

/** A browser that opens built views. */
export interface ViewBrowser {
  open(options: ViewOptions): Promise<OpenView>;
  close(): Promise<void>;
}

/** Starts a browser for the tests of one file; whoever opens it closes it. */
export async function openBrowser(): Promise<ViewBrowser> {
  const server = await serveViews();
  const browser = await launchChromium();
  return {
    open: (options) => openPage(browser, server, options),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(browser: Browser, server: ViewServer, options: ViewOptions): Promise<OpenView> {
  const { name, theme = 'dark', width = 1100, height = 800, locale = 'en', state, script } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const said: { type: string; [key: string]: unknown }[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      faults.push(message.text());
    }
  });
  await page.exposeFunction('viewSaid', (message: { type: string }) => said.push(message));
  await page.addInitScript(standInForTheEditor, { state, ...themes[theme] });
  if (script !== undefined) {
    server.offer('main.js', script);
  }
  const html = viewHtml({
    name,
    title: name,
    locale,
    source: server.origin,
    nonce: 'bm9uY2U',
    uriOf: (path) =>
      `${server.origin}/${script !== undefined && path.endsWith('main.js') ? 'made/main.js' : path}`,
  });
  server.offer('page.html', html);
  await page.goto(`${server.origin}/made/page.html`);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return {
    page,
    said,
    faults,
    kept: () => page.evaluate(() => (globalThis as unknown as { keptState: unknown }).keptState),
    tell: (message) => page.evaluate((told) => window.postMessage(told, '*'), message),
    heard: (type) =>
      until(`a message '${type}', heard: ${said.map((one) => one.type)}`, () =>
        said.findLast((one) => one.type === type),
      ),
    findings: () => axeFindings(page),
    picture: async (picture) => {
      const path = `.cache/screenshots/media/${picture}.png`;
      await page.screenshot({ path });
      return path;
    },
    close: () => context.close(),
  };
}

/** Runs in the page before anything else: gives it the editor's object, colours and classes. */
function standInForTheEditor({
  state,
  kind,
  colors,
}: {
  state: unknown;
  kind: string;
  colors: Readonly<Record<string, string>>;
}): void {
  const world = globalThis as unknown as {
    keptState: unknown;
    viewSaid: (message: unknown) => void;
    acquireVsCodeApi: () => unknown;
  };
  world.keptState = state;
  world.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => world.viewSaid(message),
    getState: () => world.keptState,
    setState: (kept: unknown) => {
      world.keptState = structuredClone(kept);
    },
  });
  document.addEventListener('DOMContentLoaded', () => {
    document.body.classList.add(...kind.split(' '));
    for (const [name, value] of Object.entries(colors)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  });
}
