import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { lenses, squiggles } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const stepsOf = (bytes: number) => {
  const step = (at: number) =>
    `  - id: s${at}\n    title: Look at part ${at}, in words that fill the line of a huge plan\n    uses: list_dir\n    with: {path: .}\n`;
  const count = Math.floor(bytes / step(10_000).length);
  return `schema: plan/1\ntitle: Huge\nsteps:\n${Array.from({ length: count }, (_, at) => step(at)).join('')}`;
};

const line = (at: number) => `line ${String(at).padStart(7, '0')} of a huge file, filled up to fifty..\n`;
const patch = `--- a/lines.txt\n+++ b/lines.txt\n@@ -1,3 +1,3 @@\n ${line(0)}-${line(1)}+changed\n ${line(2)}`;
const picture = Buffer.from(Array.from({ length: 1024 }, (_, at) => at % 256));
const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Huge and binary',
  steps: [
    {
      id: 'draft',
      uses: 'apply_patch',
      with: { mode: 'preview', allowed_paths: ['lines.txt'], patch },
    },
    {
      id: 'picture',
      uses: 'write_file_preview',
      with: { path: 'picture.bin', content: picture.toString('base64'), encoding: 'base64' },
    },
    {
      id: 'huge',
      title: 'Write the huge file',
      uses: 'apply_patch',
      needs: ['draft'],
      with: { mode: 'apply', preview: '${steps.draft.output}' },
    },
    {
      id: 'binary',
      title: 'Write the picture',
      uses: 'write_file_apply',
      needs: ['picture', 'huge'],
      with: { preview: '${steps.picture.output}' },
    },
  ],
});

journey(
  'files of unusual size',
  { files: { ...samplePlan, 'both.plan.json': plan, 'many.plan.yaml': stepsOf(10_000_000) } },
  (scene) => {
    const path = (name: string) => join(scene().folder, name);
    const lines = Array.from({ length: 1_000_000 }, (_, at) => line(at)).join('');

    it('names what is wrong with a plan of 10 MB, and everything else goes on', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await openFile(page, 'many.plan.yaml');
      await until('the mistake', async () => (await squiggles(page, 'error').count()) > 0, 120_000);
      await screenshot(workbench, 'hugePlan');
      await openFile(page, 'volumeDiscount.plan.yaml');
      await lenses(page, 'Run').first().waitFor();
    });

    it('shows a binary and a file of 50 MB by their size and hash, and never opens them as text', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      writeFileSync(path('lines.txt'), lines);
      equal(lines.length, 50_000_000);
      await showContainer(page, 'Holdpoint');
      await openFile(page, 'both.plan.json');
      await runCommand(page, 'Holdpoint: Run Plan');
      await approveOnBoard(page);
      await row(page, 'Pending Approvals', 'Write the huge file').click();
      await page.locator('.view-line', { hasText: 'Too large to be shown here: 50' }).first().waitFor();
      await screenshot(workbench, 'hugeDiff');
      await runCommand(page, 'Holdpoint: Show All Changes of the Review');
      const view = await webviewFrame(page, '.hunk-row');
      await screenshot(workbench, 'hugeReview');
      await view.locator('vscode-button.approve').click();
      await row(page, 'Pending Approvals', 'Write the picture').click();
      await page.locator('.view-line', { hasText: 'Binary file, 1024 bytes' }).first().waitFor();
      await screenshot(workbench, 'binaryDiff');
    });

    it('GATE-14: writes exactly the bytes that were approved all the same', async () => {
      const { page } = scene().workbench;
      await runCommand(page, 'Holdpoint: Approve Change');
      await row(page, 'Traces', 'succeeded').waitFor();
      deepStrictEqual(readFileSync(path('picture.bin')), picture);
      ok(readFileSync(path('lines.txt'), 'utf8') === lines.replace(line(1), 'changed\n'));
    });
  },
);
