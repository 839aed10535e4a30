import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** Every serious or critical finding of axe-core in a page, as `rule: what is wrong › where`. */
export async function axeFindings(frame: Frame | Page): Promise<readonly string[]> {
  // The page's own content policy keeps script elements out; this way in is the debugger's.
  await frame.evaluate(axe.source);
  return await frame.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${help} › ${target.join(' ')}: ${failureSummary}`),
      );
  });
}
