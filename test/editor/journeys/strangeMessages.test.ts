import { equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { openBoard } from '../workbench/planBoard';
import { row, showContainer } from '../workbench/sideBar';

/** Keeps the line of each page of ours, as a fault in it would have it: a page may ask for its line once. */
const keepLine = `(() => {
  let real;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    get: () => real && (() => (globalThis.keptLine = real())),
    set: (given) => { real = given; },
  });
})()`;

const strange: readonly unknown[] = [
  null,
  7,
  'approve',
  [],
  {},
  { type: 'no such thing' },
  { type: 'approve', digest: 7 },
  { type: 'approve', digest: 'x'.repeat(1_000_000) },
  { type: ['approve'] },
];

journey('a page that says what nobody understands', { files: samplePlan }, (scene) => {
  const log = () => {
    const { logFolder } = scene().workbench.host;
    const [path] = readdirSync(logFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('Holdpoint.log'),
    );
    return path === undefined ? '' : readFileSync(join(logFolder, path), 'utf8');
  };

  it('is answered in the log alone, decides nothing, and goes on', async () => {
    const { page } = scene().workbench;
    await page.addInitScript({ content: keepLine });
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Run Plan');
    const board = await openBoard(page);
    for (const message of strange) {
      await board.evaluate(`keptLine.postMessage(${JSON.stringify(message)})`);
    }
    await until('the log to tell of each', () => {
      const told = log().match(/a message of the view plan was not understood/g) ?? [];
      return told.length === strange.length;
    });
    ok(log().length < 100_000, 'the log is flooded');
    equal(await page.locator('.notification-toast').count(), 0);
    await row(page, 'Pending Approvals', 'Volume discount').waitFor();
    await board.getByRole('button', { name: 'Approve plan' }).click();
    await row(page, 'Pending Approvals', 'Write the discount').waitFor();
  });
});
