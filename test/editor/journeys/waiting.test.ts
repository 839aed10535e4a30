import { equal } from 'node:assert/strict';
import { holdpoint } from '../../support/holdpointCli';
import { journey, samplePlan } from '../workbench/journey';
import { notification } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';

journey('a person who looks at something else', { files: samplePlan }, (scene) => {
  const message = () => notification(scene().workbench.page, 'Waiting for you: ');

  /** Grants what waits first, on the command line. */
  const grantElsewhere = async () => {
    const { folder } = scene();
    const { exit, stdout, stderr } = await holdpoint(folder, 'approvals', 'list', '--json');
    equal(exit, 0, stderr);
    const { items } = JSON.parse(stdout) as { items: readonly { approval_id: string }[] };
    equal(items.length, 1);
    const granted = await holdpoint(folder, 'approvals', 'grant', items[0]?.approval_id ?? '');
    equal(granted.exit, 0, granted.stderr);
  };

  it('GATE-34: is told of nothing as long as the queue is in sight', async () => {
    const { page } = scene().workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Run Plan');
    await approveOnBoard(page);
    await row(page, 'Pending Approvals', 'Write the discount').waitFor();
    equal(await message().count(), 0);
  });

  it('GATE-34: is told of what begins to wait while neither queue nor board is in sight', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runCommand(page, 'View: Close All Editors');
    await page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
    await showContainer(page, 'Explorer');
    await grantElsewhere();
    await message().waitFor();
    await screenshot(workbench, 'waitingForYou');
  });

  it('GATE-34: sees the message go when somebody decides on the command line', async () => {
    await grantElsewhere();
    await message().waitFor({ state: 'detached' });
  });

  it('GATE-34: finds the run at its end', async () => {
    const { page } = scene().workbench;
    await showContainer(page, 'Holdpoint');
    await row(page, 'Traces', 'succeeded').waitFor();
  });
});
