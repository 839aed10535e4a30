import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../../support/holdpointCli';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { runCommand } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';
import { chooseFromMenu, row, showContainer } from '../workbench/sideBar';

const plan = `schema: plan/1
title: Look around
steps:
  - {id: look, uses: list_dir, with: {path: .}}
`;

const settings = {
  'holdpoint.retention.days': 30,
  'holdpoint.retention.maxBytes': 50_000_000,
  'holdpoint.exports': ['junit', 'report'],
};

journey(
  'a person who says how long runs are kept',
  { files: { 'look.plan.yaml': plan }, settings },
  (scene) => {
    it('has the record keep to the settings of the editor', async () => {
      const { folder, workbench } = scene();
      const { exit, stderr } = await holdpoint(folder, 'run', '--profile', 'dev', 'look.plan.yaml');
      equal(exit, 0, stderr);
      await showContainer(workbench.page, 'Holdpoint');
      await row(workbench.page, 'Traces', 'Look around').waitFor();
      await until(
        'the record to keep to them',
        async () => {
          const { stdout } = await holdpoint(folder, 'store', 'retention', '--json');
          const { max_age_days, max_bytes } = JSON.parse(stdout) as Record<string, number>;
          return max_age_days === 30 && max_bytes === 50_000_000;
        },
        60_000,
      );
    });

    it('sees what the record takes, and how long it is kept', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      match((await row(page, 'Traces', 'Record').first().textContent()) ?? '', /\d+(\.\d)? (kB|MB)/);
      await row(page, 'Traces', 'Record').first().click();
      const lines = page.locator('.quick-input-list .monaco-list-row');
      await lines.filter({ hasText: 'Runs are kept for 30 days' }).waitFor();
      await lines.filter({ hasText: 'Above 50 MB the oldest runs are removed' }).waitFor();
      await lines.filter({ hasText: '0 of 1 runs are kept for good' }).waitFor();
      await screenshot(workbench, 'keptRecord');
      await page.keyboard.press('Escape');
    });

    it('keeps a run for good from its menu, and sees that it is kept', async () => {
      const { folder, workbench } = scene();
      const { page } = workbench;
      const run = row(page, 'Traces', 'Look around');
      await chooseFromMenu(page, run, 'Keep Run for Good');
      await until('the run to say so', async () => /kept for good/.test((await run.textContent()) ?? ''));
      const { stdout } = await holdpoint(folder, 'store', 'retention', '--json');
      equal((JSON.parse(stdout) as { pinned_runs: number }).pinned_runs, 1);
    });

    it('§1.13: finds the files of a run that has ended, those that the settings name and no others', async () => {
      const { folder } = scene();
      const { exit, stdout, stderr } = await holdpoint(folder, 'run', '--profile', 'dev', 'look.plan.yaml');
      equal(exit, 0, stderr);
      const { run_id } = JSON.parse(stdout) as { run_id: string };
      const place = join(folder, 'exports', run_id);
      await until('the last of the files', async () => existsSync(join(place, 'junit.xml')), 60_000);
      deepEqual(readdirSync(place).sort(), ['junit.xml', 'report.json']);
      match(readFileSync(join(place, 'junit.xml'), 'utf8'), new RegExp(run_id));
    });

    it('is led from what holds to the setting', async () => {
      const { page } = scene().workbench;
      await runCommand(page, 'Holdpoint: Show Size of the Record');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'Runs are kept for 30 days' })
        .click();
      await page.locator('.settings-editor .setting-item', { hasText: 'Days' }).first().waitFor();
    });
  },
);
