import { deepStrictEqual, equal, match, ok } from 'node:assert/strict';
import { until } from '../../support/until';
import { type ModelOutcome, type ModelServer, startModelServer } from '../host/modelQuestions';
import { standInExtension } from '../host/standInExtension';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { openFile } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';
import { showContainer } from '../workbench/sideBar';

const request = (text: string, model_id = 'echo') => ({
  model_id,
  justification: 'A step of the plan drafts a change.',
  messages: [{ role: 'user' as const, text }],
});

const codeOf = (outcome: ModelOutcome) => ('refusal' in outcome ? outcome.refusal.code : outcome);

journey(
  'the language models of the editor, offered to the server',
  {
    files: samplePlan,
    beside: standInExtension,
    settings: { 'chat.disableAIFeatures': false },
    // VS Code's own word for a question that was called off.
    wantedError: 'ERRORED in STREAM Canceled',
  },
  (scene) => {
    let server: ModelServer;

    it('are listed without asking anybody', async () => {
      const { workbench, folder } = scene();
      server = await startModelServer(folder);
      await showContainer(workbench.page, 'Holdpoint');
      await openFile(workbench.page, 'volumeDiscount.plan.yaml');
      const listed = await until('the model', async () => {
        const outcome = await server.list();
        return 'models' in outcome && outcome.models.length > 0 ? outcome.models : undefined;
      });
      deepStrictEqual(listed, [
        {
          model_id: 'echo',
          vendor: 'stand-in',
          family: 'stand-in',
          name: 'Echo',
          version: '1',
          max_input_tokens: 1000,
        },
      ]);
      equal(await dialog(workbench.page).count(), 0);
    });

    it('are told nothing where the person does not consent, who sees what for', async () => {
      const { workbench } = scene();
      const asked = server.ask(request('one two three'));
      await dialog(workbench.page).waitFor();
      match(
        (await dialog(workbench.page).textContent()) ?? '',
        /Holdpoint[\s\S]*A step of the plan drafts a change[.]/,
      );
      await screenshot(workbench, 'modelConsent');
      await pressDialog(workbench.page, 'Cancel');
      equal(codeOf(await asked), 'FORBIDDEN');
    });

    it('answer once the person has consented, and are not asked about again', async () => {
      const { page } = scene().workbench;
      const asked = server.ask(request('one two three'));
      await dialog(page).waitFor();
      await pressDialog(page, 'Allow');
      const answered = { model_id: 'echo', text: 'one two three', input_tokens: 3, output_tokens: 3 };
      deepStrictEqual(await asked, { answer: answered });
      deepStrictEqual(await server.ask(request('one two three')), { answer: answered });
    });

    it('stop when the server calls its question off', async () => {
      const asked = server.ask(request('wait'));
      server.stop();
      const outcome = await asked;
      ok('refusal' in outcome, JSON.stringify(outcome));
      equal(outcome.refusal.name, 'AbortError');
      // The model is free again.
      ok('answer' in (await server.ask(request('more'))));
    });

    it('are not found by another name', async () => {
      equal(codeOf(await server.ask(request('one', 'other'))), 'NOT_FOUND');
    });
  },
);
