import type { Locator, Page } from 'playwright-core';

/** Opens the palette by key, picks a command by its title and runs it. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await openPalette(page, `>${title}`);
  await pick(page, title);
}

/** Opens a file of the folder by name, as Go to File does. */
export async function openFile(page: Page, path: string): Promise<void> {
  await openPalette(page, path);
  const name = path.split('/').at(-1) ?? path;
  await pick(page, name);
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

/** The titles that the palette offers for some words. */
export async function paletteTitles(page: Page, words: string): Promise<readonly string[]> {
  await openPalette(page, `>${words}`);
  await rows(page).first().waitFor();
  const titles = await rows(page).locator('.label-name').allInnerTexts();
  await page.keyboard.press('Escape');
  return titles;
}

/** Chooses a row of the list that is open. */
export async function pick(page: Page, text: string): Promise<void> {
  await rows(page).filter({ hasText: text }).first().waitFor();
  await rows(page).filter({ hasText: text }).first().click();
}

/** The box at the top of the window, for as long as it is open. */
export function input(page: Page): Locator {
  return page.locator('.quick-input-widget:not([style*="display: none"]) input[type="text"]').first();
}

const rows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');

async function openPalette(page: Page, text: string): Promise<void> {
  // A browser may keep Ctrl+Shift+P for itself, never F1.
  await page.keyboard.press('F1');
  await input(page).waitFor();
  await input(page).fill(text);
}
