import { deepStrictEqual, ok } from 'node:assert/strict';
import { brokenPlan } from '../cartWorkspace';
import { journey } from '../workbench/journey';
import { openFile, paletteTitles, runCommand } from '../workbench/palette';
import { documentScreenshot } from '../workbench/screenshot';
import { squiggles } from '../workbench/textEditor';

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

journey(
  'a folder that nobody trusts',
  { settings: restricted, files: { 'broken.plan.yaml': brokenPlan } },
  (scene) => {
    it('lets plans be checked', async () => {
      const { workbench } = scene();
      await openFile(workbench.page, 'broken.plan.yaml');
      await runCommand(workbench.page, 'Holdpoint: Check Plan');
      await squiggles(workbench.page, 'error').first().waitFor();
      await documentScreenshot(workbench, 'untrusted');
    });

    it('offers nothing that executes', async () => {
      const titles = await paletteTitles(scene().workbench.page, 'Holdpoint: ');
      ok(titles.includes('Holdpoint: Check Plan'), `${titles}`);
      deepStrictEqual(
        titles.filter((title) => /\b(run|approve|roll back|grant)\b/i.test(title)),
        [],
      );
    });
  },
);
