import { deepStrictEqual } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { journey } from '../workbench/journey';
import { runAndPick } from '../workbench/palette';
import { documentScreenshot } from '../workbench/screenshot';

journey('the sample project', { files: {} }, (scene) => {
  it('is copied into a folder of its own and opens with its plan and the walkthrough', async () => {
    const { workbench, folder } = scene();
    const { page } = workbench;
    const before = readdirSync(folder).sort();
    const opened = page.context().waitForEvent('page');
    await runAndPick(page, 'Holdpoint: Open the Sample Project', 'In a new temporary folder');
    const sample = await opened;
    await sample.locator('.tab', { hasText: 'volumeDiscount.plan.yaml' }).waitFor();
    await sample.getByText('Checking runs nothing').first().waitFor();
    await documentScreenshot({ ...workbench, page: sample }, 'walkthrough');
    deepStrictEqual(readdirSync(folder).sort(), before);
  });
});
