import type { Frame, Page } from 'playwright-core';
import { until } from '../../support/until';

/** The inside of the visible webview that holds what the selector names. */
export async function webviewFrame(page: Page, selector: string, deadlineMs = 45_000): Promise<Frame> {
  return await until(
    `a webview with ${selector}`,
    async () => {
      for (const frame of page.frames()) {
        if ((await isPage(frame)) && (await holds(frame, selector))) {
          return frame;
        }
      }
      return undefined;
    },
    deadlineMs,
  );
}

/** Whether this is the page of a webview; its frame has another name while it loads, which Playwright keeps. */
async function isPage(frame: Frame): Promise<boolean> {
  try {
    return (
      frame.parentFrame() !== null &&
      (await (await frame.frameElement()).getAttribute('id')) === 'active-frame'
    );
  } catch {
    // The frame went away while it was asked.
    return false;
  }
}

async function holds(frame: Frame, selector: string): Promise<boolean> {
  try {
    return await frame.locator(selector).first().isVisible();
  } catch {
    // The frame went away while it was asked; it is another's turn.
    return false;
  }
}
