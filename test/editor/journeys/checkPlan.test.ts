import { brokenPlan } from '../cartWorkspace';
import { journey } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';

journey('checking a plan in a window', { files: { 'broken.plan.yaml': brokenPlan } }, (scene) => {
  it('shows the problem in the text and in the list of problems', async () => {
    const { workbench } = scene();
    await openFile(workbench.page, 'broken.plan.yaml');
    await runCommand(workbench.page, 'Holdpoint: Check Plan');
    await workbench.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'nowhere' }).first().waitFor();
    await screenshot(workbench, 'problems');
  });
});
