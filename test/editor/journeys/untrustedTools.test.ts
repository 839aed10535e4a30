import { deepStrictEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../../support/holdpointCli';
import { git } from '../../support/scratchRepository';
import { grantAll } from '../grantAll';
import { standInExtension } from '../host/standInExtension';
import { journey } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { callOutcome, callTool } from '../workbench/modelCall';
import { runCommand } from '../workbench/palette';
import { row, showContainer } from '../workbench/sideBar';

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'chat.disableAIFeatures': false,
};
const command = `uses: shell.run, with: {argv: [node, -e, "require('fs').writeFileSync('ran.txt', '')"]}`;
const plan = `schema: plan/1\ntitle: Leave a mark\nsteps:\n  - {id: mark, ${command}}\n`;

journey(
  'a model that calls our tools in a folder that nobody trusts',
  {
    settings: restricted,
    beside: standInExtension,
    wantedError: 'Error from tool propose_plan',
    files: {
      'look.plan.yaml':
        'schema: plan/1\ntitle: Look\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n',
    },
  },
  (scene) => {
    const folder = () => scene().folder;
    const call = (name: string, input: object) => callTool(scene().workbench.page, folder(), name, input);
    const counts = async (): Promise<readonly string[]> => {
      const lists = await Promise.all(
        [
          ['session', 'list'],
          ['runs', 'list'],
          ['approvals', 'list'],
        ].map((words) => holdpoint(folder(), ...words, '--json')),
      );
      return lists.map(({ stdout }) => stdout);
    };
    const changed = () =>
      git(folder(), 'status', '--porcelain')
        .split('\n')
        .filter((line) => line !== '' && !/(call|answer)\.json$/.test(line));

    it('has a run in the record from before, which somebody made in a terminal', async () => {
      match(await grantAll(folder(), 'look.plan.yaml'), /succeeded/);
      await showContainer(scene().workbench.page, 'Holdpoint');
      await row(scene().workbench.page, 'Traces', 'Look').waitFor();
      deepStrictEqual(changed(), []);
    });

    it('drafts a plan for it, which stores nothing', async () => {
      const before = await counts();
      await call('draft_plan', { goal: 'Say hello', verify: ['node', '--version'] });
      const { answer } = await callOutcome(folder());
      deepStrictEqual(answer.check.errors, []);
      deepStrictEqual(await counts(), before);
      deepStrictEqual(changed(), []);
    });

    it('takes no plan from it, and asks nobody about one', async () => {
      const before = await counts();
      await call('propose_plan', { text: plan });
      match((await callOutcome(folder())).refusal ?? '', /not trusted/);
      equal(await dialog(scene().workbench.page).count(), 0);
      deepStrictEqual(await counts(), before);
      ok(!existsSync(join(folder(), 'ran.txt')));
    });

    it('lets it read the record, where a person agrees', async () => {
      const { page } = scene().workbench;
      const before = await counts();
      await call('query_traces', { q: '{ span.holdpoint.step.id = "look" }' });
      await dialog(page).waitFor();
      await pressDialog(page, /^(Yes|OK|Allow|Continue)/);
      const { items } = (await callOutcome(folder())).answer;
      equal(items.length, 1);
      const { stdout } = await holdpoint(folder(), 'runs', 'list', '--json');
      const [run] = (JSON.parse(stdout) as { items: readonly { run_id: string }[] }).items;
      await call('get_run_report', { run_id: run?.run_id });
      await dialog(page).waitFor();
      await pressDialog(page, /^(Yes|OK|Allow|Continue)/);
      equal((await callOutcome(folder())).answer.report.run_id, run?.run_id);
      deepStrictEqual(await counts(), before);
      deepStrictEqual(changed(), []);
    });

    it('is told of no MCP server', async () => {
      const { page } = scene().workbench;
      await runCommand(page, 'MCP: List Servers');
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      equal(await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Holdpoint' }).count(), 0);
      await page.keyboard.press('Escape');
    });
  },
);
