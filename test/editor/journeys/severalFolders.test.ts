import { doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { statusItem } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { openBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { webviewFrame } from '../workbench/webviewFrame';

const plan = readFileSync('docs/examples/volumeDiscount.plan.yaml', 'utf8');
const named = (title: string, step: string) =>
  plan.replace(/^title: .*$/m, `title: ${title}`).replace('Write the discount', step);

const approvals = 'Pending Approvals';
const sessions = 'Sessions and Plans';

journey(
  'two folders in one window',
  {
    files: { 'shop.plan.yaml': named('For the shop', 'Write it in the shop') },
    besideFiles: { 'branch.plan.yaml': named('For the branch', 'Write it in the branch') },
  },
  (scene) => {
    for (const name of ['shop', 'branch']) {
      it(`GATE-34: runs a plan in the folder that the file lies in: ${name}`, async () => {
        const { page } = scene().workbench;
        await showContainer(page, 'Holdpoint');
        await openFile(page, `${name}.plan.yaml`);
        await runCommand(page, 'Holdpoint: Run Plan');
        const board = await openBoard(page);
        await board.locator('h1', { hasText: `For the ${name}` }).waitFor();
        await board.getByRole('button', { name: 'Approve plan' }).click();
        await row(page, approvals, `Write it in the ${name}`).waitFor();
      });
    }

    it('GATE-34: shows what waits in both, counts it, and lists the sessions of each', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await row(page, approvals, 'Write it in the shop').waitFor();
      await row(page, approvals, 'Write it in the branch').waitFor();
      await statusItem(page, '2').waitFor();
      await row(page, sessions, 'shop').first().waitFor();
      await row(page, sessions, 'For the shop').waitFor();
      await row(page, sessions, 'For the branch').waitFor();
      await screenshot(workbench, 'twoFolders');
    });

    it('GATE-34: decides in the folder of the row, whatever file is looked at', async () => {
      const { workbench, folder, beside } = scene();
      const { page } = workbench;
      await openFile(page, 'branch.plan.yaml');
      await row(page, approvals, 'Write it in the shop').click();
      await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
      await pressInline(row(page, approvals, 'Write it in the shop'), 'Approve');
      await until('the shop to change', () =>
        readFileSync(join(folder, 'src/price.mjs'), 'utf8').includes('0.9'),
      );
      doesNotMatch(readFileSync(join(beside, 'src/price.mjs'), 'utf8'), /0\.9/);
    });

    it('GATE-34: brings panels back to the folder that each was about', async () => {
      const { workbench } = scene();
      await openFile(workbench.page, 'shop.plan.yaml');
      await workbench.reload();
      const { page } = workbench;
      await showContainer(page, 'Holdpoint');
      for (const name of ['shop', 'branch']) {
        await page
          .locator('.tab', { hasText: `For the ${name}` })
          .first()
          .click();
        const board = await webviewFrame(page, `h1:has-text("For the ${name}")`);
        equal(await board.locator('h1').first().textContent(), `For the ${name}`);
      }
      await row(page, approvals, 'Write it in the branch').waitFor();
      match((await statusItem(page, /\d/).textContent()) ?? '', /\d/);
    });
  },
);
