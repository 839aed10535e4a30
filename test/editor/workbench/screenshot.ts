import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import type { Workbench } from './openWorkbench';

const looks = {
  light: { base: 'vs', colorScheme: 'light', forcedColors: 'none' },
  dark: { base: 'vs-dark', colorScheme: 'dark', forcedColors: 'none' },
  contrast: { base: 'hc-black', colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** How a window can look. */
export type Look = keyof typeof looks;

const folder = '.cache/screenshots';

/** Takes a picture of the window in light and dark, or in the looks that are named, and leaves it light. */
export async function screenshot(
  workbench: Workbench,
  name: string,
  taken: readonly Look[] = ['light', 'dark'],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const look of taken) {
    await wear(workbench, look);
    await workbench.page.screenshot({ path: join(folder, `${name}.${look}.png`) });
  }
  await wear(workbench, 'light');
}

/**
 * Takes the pictures and puts those that the documents show into them where `--write` asks for that; there and in the
 * long form in high contrast too, since these are the windows that people are shown.
 */
export async function documentScreenshot(
  workbench: Workbench,
  name: string,
  shown: readonly Look[] = ['light'],
): Promise<void> {
  const isWritten = process.env['HOLDPOINT_WRITE_IMAGES'] === '1';
  const isThorough = isWritten || process.env['HOLDPOINT_LONG'] === '1';
  await screenshot(workbench, name, isThorough ? ['light', 'dark', 'contrast'] : ['light', 'dark']);
  if (isWritten) {
    mkdirSync('docs/images', { recursive: true });
    for (const look of shown) {
      copyFileSync(join(folder, `${name}.${look}.png`), join('docs/images', `${name}.${look}.png`));
    }
  }
}

/** Has the window follow another look of the whole system, and waits until it wears it. */
export async function wear({ page }: Workbench, look: Look): Promise<void> {
  const { base, colorScheme, forcedColors } = looks[look];
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.locator(`.monaco-workbench.${base}`).waitFor();
  await until(`every page in the window to be ${look}`, () => isWorn(page, look));
  // What is drawn next is drawn in the new colours.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Whether the pages of webviews have followed too: they run apart from the window, and learn of it later. */
async function isWorn(page: Page, look: Look): Promise<boolean> {
  const { colorScheme, forcedColors } = looks[look];
  const question = `matchMedia('(prefers-color-scheme: ${colorScheme})').matches
    && matchMedia('(forced-colors: ${forcedColors})').matches
    && !(document.body?.className.includes('vscode-') && !document.body.classList.contains('${classes[look]}'))`;
  // A frame that goes away while it is asked shows nothing.
  const answers = await Promise.all(page.frames().map((frame) => frame.evaluate(question).catch(() => true)));
  return answers.every(Boolean);
}

/** What the editor writes on the page of a webview. */
const classes: Readonly<Record<Look, string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  contrast: 'vscode-high-contrast',
};
