import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';
import { input } from './palette';

/** The editor that has the focus, or had it last. */
export function activeEditor(page: Page): Locator {
  return page.locator('.editor-group-container.active .editor-instance .monaco-editor').last();
}

/** Puts the cursor at a line and column, both counted from one. */
export async function cursorTo(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press('F1');
  await input(page).waitFor();
  await input(page).fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.part.statusbar', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/** The code lenses that say exactly these words. */
export function lenses(page: Page, words: string): Locator {
  return page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^\\s*${words}\\s*$`) });
}

/** Presses the first code lens that says exactly these words. */
export async function pressLens(page: Page, words: string): Promise<void> {
  await lenses(page, words).first().click();
}

/** Chooses one of the fixes that are offered where the cursor stands. */
export async function quickFix(page: Page, title: string): Promise<void> {
  const offer = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  await until(
    `the fix '${title}'`,
    async () => {
      await page.keyboard.press('Control+.');
      return await appears(offer, page);
    },
    30_000,
  );
  await offer.click();
}

/** What the visible lines say. */
export async function visibleText(page: Page): Promise<string> {
  const lines = await activeEditor(page).locator('.view-line').allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** A squiggle under a mistake. */
export function squiggles(page: Page, kind: 'error' | 'warning' | 'info'): Locator {
  return page.locator(`.monaco-editor .squiggly-${kind}`);
}

/** Saves what the editor shows, and waits until no tab has anything unsaved. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
}

/** Whether a list comes up; one that came up empty is closed, so that it can be asked for again. */
async function appears(offer: Locator, page: Page): Promise<boolean> {
  try {
    await offer.waitFor({ timeout: 2_000 });
    return true;
  } catch {
    // Not yet: what offers fixes may still be at work.
    await page.keyboard.press('Escape');
    return false;
  }
}
