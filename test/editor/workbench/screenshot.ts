import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from './openWorkbench';

const looks = {
  light: { base: 'vs', colorScheme: 'light', forcedColors: 'none' },
  dark: { base: 'vs-dark', colorScheme: 'dark', forcedColors: 'none' },
  contrast: { base: 'hc-black', colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** How a window can look. */
export type Look = keyof typeof looks;

const folder = '.cache/screenshots';

/** Takes a picture of the window in each look, and leaves it light. */
export async function screenshot(workbench: Workbench, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const look of ['contrast', 'dark', 'light'] as const) {
    await wear(workbench, look);
    await workbench.page.screenshot({ path: join(folder, `${name}.${look}.png`) });
  }
}

/** Takes the pictures, and puts those that the documents show into them where `--write` asks for that. */
export async function documentScreenshot(
  workbench: Workbench,
  name: string,
  shown: readonly Look[] = ['light'],
): Promise<void> {
  await screenshot(workbench, name);
  if (process.env['HOLDPOINT_WRITE_IMAGES'] === '1') {
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
  // What is drawn next is drawn in the new colours.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
