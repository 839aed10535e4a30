import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';
import { openPalette } from './palette';

/** The editor that has the focus, or had it last. */
export function activeEditor(page: Page): Locator {
  return page.locator('.editor-group-container.active .editor-instance .monaco-editor').last();
}

/** Puts the cursor at a line and column, both counted from one. */
export async function cursorTo(page: Page, line: number, column = 1): Promise<void> {
  const place = page.locator('.part.statusbar', { hasText: `Ln ${line}, Col ${column}` });
  await until(
    `the cursor at ${line}:${column}`,
    async () => {
      await openPalette(page, `:${line}:${column}`).catch(() => undefined);
      await page.keyboard.press('Enter');
      return await comes(place);
    },
    60_000,
  );
}

/** The code lenses on the screen that say exactly these words: the window keeps those that were scrolled away, hidden. */
export function lenses(page: Page, words: string): Locator {
  return page.locator('.codelens-decoration a:visible').filter({ hasText: new RegExp(`^\\s*${words}\\s*$`) });
}

/** Presses a code lens until what it leads to is there: one that is drawn anew under the pointer takes no click. */
export async function pressLens<T>(lens: Locator, outcome: () => Promise<T>): Promise<T> {
  const { answer } = await until(
    'what a lens leads to',
    async () => {
      const isPressed = await lens.click({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (!isPressed) {
        await nudge(lens.page());
        return undefined;
      }
      return await outcome().then(
        (answer) => ({ answer }),
        () => undefined,
      );
    },
    90_000,
  );
  return answer;
}

/** Scrolls the editor a little and back: a file that is shown again has its lenses as mere words until VS Code looks again. */
async function nudge(page: Page): Promise<void> {
  await page.locator('.editor-group-container.active .monaco-editor .view-lines').last().hover();
  await page.mouse.wheel(0, 40);
  await page.mouse.wheel(0, -40);
}

/** How long to wait for what a lens leads to before it is pressed again. */
export const lensPatience = { timeout: 15_000 } as const;

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
  const isThere = await comes(offer);
  if (!isThere) {
    // Not yet: what offers fixes may still be at work.
    await page.keyboard.press('Escape');
  }
  return isThere;
}

/** Whether something is shown within two seconds. */
async function comes(awaited: Locator): Promise<boolean> {
  try {
    await awaited.waitFor({ timeout: 2_000 });
    return true;
  } catch {
    return false;
  }
}
