import type { Locator, Page } from 'playwright-core';

/** A notification that holds some words. */
export function notification(page: Page, words: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: words }).first();
}

/** Presses a button of a notification. */
export async function pressNotification(page: Page, words: string | RegExp, button: string): Promise<void> {
  await notification(page, words).locator('.monaco-button', { hasText: button }).first().click();
}

/** The dialog that waits for an answer. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** Answers the dialog with one of its buttons. */
export async function pressDialog(page: Page, button: string | RegExp): Promise<void> {
  await dialog(page).locator('.monaco-button', { hasText: button }).first().click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** Our item in the status bar. */
export function statusItem(page: Page, words: string | RegExp): Locator {
  return page.locator('.part.statusbar .statusbar-item', { hasText: words }).first();
}
