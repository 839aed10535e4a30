import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';

/** How long the palette may take before it is asked again. */
const patienceMs = 8_000;

/** Opens the palette by key, picks a command by its title and runs it. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await until(
    `'${title}' to be run`,
    async () => {
      const found = await offerCommand(page, title);
      // One that closed before the click is opened again.
      return await found.click({ timeout: patienceMs }).then(
        () => true,
        () => false,
      );
    },
    90_000,
  );
}

/** Opens the palette until it offers a command, and leaves the choice open. */
export async function offerCommand(page: Page, title: string): Promise<Locator> {
  const found = rows(page).filter({ hasText: title }).first();
  await offered(page, `>${title}`, found);
  return found;
}

/**
 * Runs a command that asks with one list or several, and chooses from each; a list that loses the focus to a view closes,
 * and everything is asked for again.
 */
export async function runAndPick(page: Page, title: string, ...texts: readonly string[]): Promise<void> {
  await until(
    `'${title}' to offer '${texts}'`,
    async () => {
      await runCommand(page, title);
      for (const text of texts) {
        const found = rows(page).filter({ hasText: text }).first();
        const isChosen = await found.click({ timeout: 10_000 }).then(
          () => true,
          () => false,
        );
        if (!isChosen) {
          return false;
        }
      }
      return true;
    },
    90_000,
  );
}

/** Opens a file of the folder by name, as Go to File does. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = path.split('/').at(-1) ?? path;
  await choose(page, path, name);
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

/** The titles that the palette offers for some words. */
export async function paletteTitles(page: Page, words: string): Promise<readonly string[]> {
  await offered(page, `>${words}`, rows(page).first());
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

/** Asks the palette for some words and clicks the row that holds a text. */
async function choose(page: Page, words: string, text: string): Promise<void> {
  const found = rows(page).filter({ hasText: text }).first();
  await offered(page, words, found);
  await found.click();
}

/**
 * Opens the palette with some words until it offers a row: one that opens late takes back what was typed before, and one
 * that loses the focus to a view that has just been drawn closes.
 */
export async function offered(page: Page, words: string, found: Locator): Promise<void> {
  await until(
    `the palette to offer '${words}'`,
    async () => {
      try {
        await openPalette(page, words);
        await found.waitFor({ timeout: patienceMs });
        return true;
      } catch {
        await page.keyboard.press('Escape');
        return false;
      }
    },
    90_000,
  );
}

/** Opens the palette and types into it. */
export async function openPalette(page: Page, words: string): Promise<void> {
  // A browser may keep Ctrl+Shift+P for itself, never F1.
  await page.keyboard.press('F1');
  await input(page).fill(words, { timeout: patienceMs });
}
