import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { until } from '../../support/until';
import { englishLeft } from './englishLeft';
import { shownTexts } from './shownTexts';

/** Rows and empty states of our views in the side bar. */
export const sideRows = '.sidebar .pane .monaco-list-row, .sidebar .pane .welcome-view';

/** What plans of these journeys call their steps and tools. */
const names = ['read', 'draft', 'apply', 'test', 'npm', 'node', 'run'];

/** Waits until a part of the window speaks Japanese, and fails when it speaks anything else as well. */
export async function readsJapanese(place: Frame | Page, selector = 'body'): Promise<void> {
  const texts = () => shownTexts(place, selector);
  await until(
    'texts in Japanese',
    async () => (await texts()).some((text) => /\p{Script=Han}/u.test(text)),
    45_000,
  );
  const found = await texts();
  deepStrictEqual(englishLeft(found, names), []);
  ok(found.length > 1, `${found}`);
}
