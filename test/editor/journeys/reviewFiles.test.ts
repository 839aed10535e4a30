import { equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const before = 'first\nsecond\nthird\n';
const patch = ['one', 'two']
  .map(
    (name) =>
      `--- a/docs/${name}.txt\n+++ b/docs/${name}.txt\n@@ -1,3 +1,3 @@\n first\n-second\n+${name}\n third\n`,
  )
  .join('');

const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Two files at once',
  steps: [
    {
      id: 'draft',
      uses: 'apply_patch',
      with: { mode: 'preview', allowed_paths: ['docs/one.txt', 'docs/two.txt'], patch },
    },
    {
      id: 'apply',
      title: 'Write both files',
      uses: 'apply_patch',
      needs: ['draft'],
      with: { mode: 'apply', preview: '${steps.draft.output}' },
    },
  ],
});

journey(
  'reviewing several files at once',
  { files: { 'both.plan.json': plan, 'docs/one.txt': before, 'docs/two.txt': before } },
  (scene) => {
    const content = (name: string) => readFileSync(join(scene().folder, `docs/${name}.txt`), 'utf8');

    it('GATE-34: opens both files in one editor, each with its own accept and reject', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await showContainer(page, 'Holdpoint');
      await openFile(page, 'both.plan.json');
      await runCommand(page, 'Holdpoint: Run Plan');
      await approveOnBoard(page);
      await row(page, 'Pending Approvals', 'Write both files').click();
      await page.locator('.multiDiffEditor .multiDiffEntry').nth(1).waitFor();
      await until('both files to have lenses', async () => (await lenses(page, 'Accept file').count()) === 2);
      await screenshot(workbench, 'reviewFiles');
    });

    it('GATE-34: accepts one file and rejects the other, and writes nothing yet', async () => {
      const { page } = scene().workbench;
      const accepted = page
        .locator('.codelens-decoration a:visible', { hasText: 'accepted: 1, rejected: 0' })
        .first();
      const rejected = page
        .locator('.codelens-decoration a:visible', { hasText: 'accepted: 0, rejected: 1' })
        .first();
      await pressLens(lenses(page, 'Accept file').first(), () => accepted.waitFor(lensPatience));
      await pressLens(lenses(page, 'Reject file').last(), () => rejected.waitFor(lensPatience));
      equal(content('one'), before);
      equal(content('two'), before);
    });

    it('GATE-14: approves the rest, and writes the accepted file alone', async () => {
      const { page } = scene().workbench;
      await runCommand(page, 'Holdpoint: Show All Changes of the Review');
      const view = await webviewFrame(page, '.hunk-row');
      await view.locator('vscode-button.approve').click();
      await until('the accepted file to be written', async () => content('one') !== before);
      equal(content('one'), before.replace('second', 'one'));
      equal(content('two'), before);
    });
  },
);
