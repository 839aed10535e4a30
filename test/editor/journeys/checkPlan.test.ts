import { journey } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';

const brokenPlan = `schema: plan/1
title: Broken
goal: To be found out
steps:
  - id: look
    title: Look around
    uses: list_dir
    needs: [nowhere]
    with: {path: .}
`;

journey('checking a plan in a window', { files: { 'broken.plan.yaml': brokenPlan } }, (scene) => {
  it('shows the problem in the text and in the list of problems', async () => {
    const { workbench } = scene();
    await openFile(workbench.page, 'broken.plan.yaml');
    await runCommand(workbench.page, 'Holdpoint: Validate Plan');
    await workbench.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'nowhere' }).first().waitFor();
    await screenshot(workbench, 'problems');
  });
});
