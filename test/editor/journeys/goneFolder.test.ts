import { equal } from 'node:assert/strict';
import { existsSync, renameSync } from 'node:fs';
import { until } from '../../support/until';
import { serverPid } from '../cartWorkspace';
import { journey, samplePlan } from '../workbench/journey';
import { notification } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer, view } from '../workbench/sideBar';

journey(
  'a folder that is taken away while its window is open',
  { files: samplePlan, wantedError: 'gone' },
  (scene) => {
    const waiting = () => row(scene().workbench.page, 'Pending Approvals', 'Write the discount');

    it('has something waiting', async () => {
      const { page } = scene().workbench;
      await showContainer(page, 'Holdpoint');
      await openFile(page, 'volumeDiscount.plan.yaml');
      await runCommand(page, 'Holdpoint: Run Plan');
      await approveOnBoard(page);
      await waiting().waitFor();
    });

    it('says that it is gone, once, and writes nothing into its place', async () => {
      const { workbench, folder } = scene();
      const pid = serverPid(folder);
      renameSync(folder, `${folder}-away`);
      await until('the server to end', () => !isAlive(pid), 60_000);
      await runCommand(workbench.page, 'Holdpoint: Refresh');
      await notification(workbench.page, /folder .*gone/i).waitFor();
      await view(workbench.page, 'Sessions and Plans').getByText('does not answer').waitFor();
      await screenshot(workbench, 'folderGone');
      equal(existsSync(folder), false);
    });

    it('finds everything again when the folder is back', async () => {
      const { page } = scene().workbench;
      renameSync(`${scene().folder}-away`, scene().folder);
      await runCommand(page, 'Holdpoint: Refresh');
      await waiting().waitFor();
    });
  },
);

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    // There is no such process any more.
    return false;
  }
}
