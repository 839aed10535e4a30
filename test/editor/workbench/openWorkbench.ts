import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import { type EditorHost, type HostOptions, startHost } from '../host/startHost';
import { workbenchAddress } from '../host/workbenchAddress';
import { installedHost } from '../setUp/installHost';
import { tabsAreStored } from './storedTabs';

/** A window of a real VS Code, driven as a person drives it; close it when the test ends. */
export interface Workbench {
  readonly host: EditorHost;
  readonly page: Page;
  /** Opens the window anew, with all it has stored. */
  reload(): Promise<void>;
  /** A second window of the same editor, on the same folder unless another is named. */
  openWindow(folder?: string): Promise<Page>;
  /** What went wrong in the windows and in the extension host that is of our making. */
  ownErrors(): readonly string[];
  close(): Promise<void>;
}

/** How the windows of an editor are to start. */
export interface WindowOptions extends HostOptions {
  /**
   * The language in which extensions are shown; English unless named. The editor itself speaks English in any case, for
   * its own language packs come from its marketplace alone.
   */
  readonly language?: string;
}

/** How long anything in the window may take on a busy machine. */
const patienceMs = 45_000;

/** Starts VS Code with the packaged extension installed and opens a folder in it. */
export async function openWorkbench(folder: string, options: WindowOptions = {}): Promise<Workbench> {
  const { language = 'en' } = options;
  // The editor itself is compiled once for all windows.
  const env = { NODE_COMPILE_CACHE: join(installedHost().folder, 'compiled'), ...options.env };
  const host = await startHost({ ...options, env });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await host.stop();
    throw error;
  });
  const errors: string[] = [];
  const openWindow = (path = folder) =>
    newWindow({ browser, address: workbenchAddress(host, path), language, errors });
  const close = async () => {
    await browser.close();
    await host.stop();
  };
  try {
    const page = await openWindow();
    return {
      host,
      page,
      openWindow,
      close,
      reload: async () => {
        await tabsAreStored(page);
        await page.reload();
        await isReady(page);
      },
      ownErrors: () => [...errors, ...extensionHostErrors(host.logFolder)],
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface NewWindow {
  readonly browser: Browser;
  readonly address: string;
  readonly language: string;
  /** Where to put what the window complains of. */
  readonly errors: string[];
}

async function newWindow({ browser, address, language, errors }: NewWindow): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page.setDefaultTimeout(patienceMs);
  // What a language pack would say to the workbench, which passes it on to its extensions; in windows it opens, too.
  await page.context().addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
  await page.context().addInitScript(stillPictures);
  page.on('console', (message) => {
    if (isOurs(message)) {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => {
    if (namesUs(error.stack ?? error.message)) {
      errors.push(error.stack ?? error.message);
    }
  });
  await page.goto(address);
  await isReady(page);
  return page;
}

/**
 * Bars and wheels that turn while something goes on, and scroll bars that fade, stand still: where no graphics card
 * draws, each picture more keeps a core busy.
 */
const stillPictures = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(\`
    .progress-bit, [class*='codicon-'], [class*='codicon-']::before { animation: none !important; }
    .scrollbar { transition: none !important; }
  \`);
  document.adoptedStyleSheets.push(sheet);
`;

/** The window answers, and knows what our extension brings. */
async function isReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  await page.locator('.activitybar .action-label[aria-label^="Holdpoint"]').waitFor();
}

/** VS Code's own page complains of much that is not there; ours are errors that name us or come from our files. */
function isOurs(message: ConsoleMessage): boolean {
  const isError = message.type() === 'error' || message.type() === 'warning';
  // The address of VS Code's own frame around a webview names us among its questions.
  const [place = ''] = message.location().url.split('?');
  const isOwnPlace = namesUs(place) || namesUs(message.text());
  // A file that was being read when its window closed: our name stands in the path of the test's folder alone.
  const isCalledOff = /Unable to read file .*\(Canceled: Canceled\)/.test(message.text());
  const isPolicy = /content security policy/i.test(message.text());
  return (
    isError &&
    !isCalledOff &&
    !isStaleLens.test(message.text()) &&
    (isOwnPlace || (isPolicy && /webview/i.test(message.location().url)))
  );
}

/** VS Code drops the command of a lens that is drawn anew just as it is pressed; the driver presses again. */
const isStaleLens = /Actual command not found, wanted to execute/;

/** Lines of the extension host's log that report an error and name us. */
function extensionHostErrors(logFolder: string): readonly string[] {
  return (
    readdirSync(logFolder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('remoteexthost.log'))
      .flatMap((path) => readFileSync(join(logFolder, path), 'utf8').split(/\n(?=\d{4}-)/))
      .filter((line) => line.includes('[error]') && namesUs(line) && !isStaleLens.test(line))
      // What was under way when a window closed has been called off, and what was to be logged of it has no log any more.
      .filter((line) => !/: Canceled\s*$|Error: Channel has been closed|provider FAILED\s*$/.test(line))
  );
}

/** Whether a text names us; the folder in which VS Code itself is installed for the tests does not count. */
function namesUs(text: string): boolean {
  return /holdpoint/i.test(text.replaceAll(/holdpoint[/\\]vscode-host/gi, ''));
}
