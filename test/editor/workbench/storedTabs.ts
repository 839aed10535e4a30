import type { Page } from 'playwright-core';
import { until } from '../../support/until';

/**
 * Waits until the window has written down the tabs it shows. It does so every few seconds, and what a browser has not
 * written before it leaves a page is lost.
 */
export async function tabsAreStored(page: Page): Promise<void> {
  const shown = await page.locator('.tabs-container .tab').count();
  await until('the tabs to be stored', async () => (await storedTabCount(page)) === shown, 60_000);
}

async function storedTabCount(page: Page): Promise<number> {
  const text = await page.evaluate<string>(readEditorState);
  return text === '' ? 0 : countEditors(JSON.parse(text));
}

/** The editors in a stored grid of groups that can be brought back. */
function countEditors(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  return Object.entries(value)
    .map(([key, inner]) =>
      key === 'editors' && Array.isArray(inner) ? inner.filter(isWhole).length : countEditors(inner),
    )
    .reduce((sum, count) => sum + count, 0);
}

/** A view that was stored before it knew what it is about comes back as nothing, whatever else it keeps. */
function isWhole({ id, value }: { readonly id?: string; readonly value?: string }): boolean {
  return id?.includes('webview') !== true || /"state":.*target/.test(value ?? '');
}

/** Runs in the page: what the window has stored about its editors, as text. */
const readEditorState = `(async () => {
  const named = (await indexedDB.databases()).map(({ name }) => name);
  const ask = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  for (const name of named.filter((one) => one.startsWith('vscode-web-state-db-') && !one.endsWith('-global'))) {
    const database = await ask(indexedDB.open(name));
    try {
      const store = database.transaction('ItemTable', 'readonly').objectStore('ItemTable');
      const found = await ask(store.get('memento/workbench.parts.editor'));
      if (found) return found;
    } finally {
      database.close();
    }
  }
  return '';
})()`;
