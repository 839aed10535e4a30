import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';

/** Shows a container of the activity bar, whether or not it is shown already. */
export async function showContainer(page: Page, title: string): Promise<void> {
  const item = page.locator('.activitybar .action-item', {
    has: page.locator(`.action-label[aria-label^="${title}"]`),
  });
  const shown = page.locator('.sidebar .composite.title', { hasText: title });
  await item.waitFor();
  // The icons move while views of other extensions come, so that a click may meet its neighbour.
  await until(
    `the container ${title}`,
    async () => {
      // Pressing the icon of a container that is shown would hide it.
      if (!(await item.evaluate(({ classList }) => classList.contains('checked')))) {
        await item.click();
      }
      return await shown.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    },
    60_000,
  );
}

/** A view of the side bar by its title. */
export function view(page: Page, title: string): Locator {
  return page.locator('.sidebar .pane', { has: page.locator(`.pane-header[aria-label^="${title}"]`) });
}

/** The rows of a view that hold a text. */
export function row(page: Page, title: string, text: string | RegExp): Locator {
  return view(page, title).locator('.monaco-list-row', { hasText: text });
}

/** Opens a row's children. */
export async function expand(found: Locator): Promise<void> {
  if ((await found.getAttribute('aria-expanded')) === 'false') {
    await found.locator('.monaco-tl-twistie').click();
  }
}

/** Presses one of the buttons that a row shows while the pointer is over it. */
export async function pressInline(found: Locator, label: string): Promise<void> {
  await found.hover();
  await found.locator(`.action-label[aria-label^="${label}"]`).click();
}

/** Chooses from a row's context menu. */
export async function chooseFromMenu(page: Page, found: Locator, label: string): Promise<void> {
  await found.click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-menu-item', { hasText: label }).first();
  await item.waitFor();
  // A menu that has just opened takes no click, so that the one that opened it chooses nothing.
  await until(
    `the menu to take ${label}`,
    async () => {
      await item.click({ timeout: 1000 }).catch(() => undefined);
      return !(await item.isVisible());
    },
    20_000,
  );
}
