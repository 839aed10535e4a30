import { equal, match, ok } from 'node:assert/strict';
import { until } from '../../support/until';
import { standInExtension } from '../host/standInExtension';
import { journey } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { callOutcome, callTool } from '../workbench/modelCall';
import { pick, runCommand } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';

const plan =
  'schema: plan/1\ntitle: Look [around](https://x.invalid)\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';

journey(
  'a model that calls our tools',
  { beside: standInExtension, settings: { 'chat.disableAIFeatures': false } },
  (scene) => {
    const call = (name: string, input: object) =>
      callTool(scene().workbench.page, scene().folder, name, input);
    const outcome = () => callOutcome(scene().folder);

    it('stores no plan that the person does not let in, who sees its title as text', async () => {
      const { workbench } = scene();
      await showContainer(workbench.page, 'Holdpoint');
      await call('propose_plan', { text: plan });
      await dialog(workbench.page).waitFor();
      const asked = (await dialog(workbench.page).textContent()) ?? '';
      match(asked, /Store the plan of the model and ask for its approval\?/);
      match(asked, /Look \[around\]\(https:\/\/x[.]invalid\)/);
      equal(await dialog(workbench.page).locator('a[href]').count(), 0);
      await screenshot(workbench, 'toolConsent');
      await pressDialog(workbench.page, 'Cancel');
      match((await outcome()).refusal ?? '', /Cancel/);
      equal(await row(workbench.page, 'Pending Approvals', 'Look').count(), 0);
    });

    it('GATE-35: puts a plan into the queue when the person agrees, and runs nothing', async () => {
      const { page } = scene().workbench;
      await call('propose_plan', { text: plan });
      await pressDialog(page, /^(Yes|OK|Allow|Continue)/);
      const { answer } = await outcome();
      equal(answer.status, 'requested');
      await row(page, 'Pending Approvals', 'Look').waitFor();
      equal(await row(page, 'Traces', /Look/).count(), 0);
    });

    it('is told of the record when the person agrees', async () => {
      const { page } = scene().workbench;
      await call('query_traces', { q: '{ }' });
      await dialog(page).getByText('It is told what this query finds:').waitFor();
      await pressDialog(page, /^(Yes|OK|Allow|Continue)/);
      ok(Array.isArray((await outcome()).answer.items));
    });

    it('finds the door of agents among the MCP servers, and VS Code starts it', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await runCommand(page, 'MCP: List Servers');
      await pick(page, 'Holdpoint');
      await screenshot(workbench, 'mcpServer');
      await pick(page, 'Start Server');
      await until('VS Code to know its tools', async () => {
        await call('mcp_holdpoint_draft_plan', { goal: 'Say hello' });
        return (await outcome()).answer !== undefined;
      });
    });
  },
);
