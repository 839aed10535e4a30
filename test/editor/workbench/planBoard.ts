import type { Frame, Page } from 'playwright-core';
import { webviewFrame } from './webviewFrame';

/** The board of a plan that waits for approval. */
export async function openBoard(page: Page): Promise<Frame> {
  return await webviewFrame(page, 'text=Approve plan');
}

/** Approves the plan that the board shows. */
export async function approveOnBoard(page: Page): Promise<void> {
  const board = await openBoard(page);
  await board.getByRole('button', { name: 'Approve plan' }).click();
}
