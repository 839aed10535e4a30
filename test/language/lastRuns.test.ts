import assert from 'node:assert/strict';
import { createLanguage } from '../../server/src/core/language/language';
import { languageTools } from '../../server/src/runtime/languageTools';
import { fileLayers } from '../../server/src/runtime/plans/policies';
import { openLanguageSession } from '../../server/src/transports/language/openLanguageSession';
import { composeMemory } from '../support/composeMemory';
import { languagePeer } from '../support/languagePeer';
import { until } from '../support/until';

const uri = 'file:///w/change.plan.yaml';
const plan = `schema: plan/1
title: Look around
profile: dev
steps:
  - id: look
    uses: read_file
    with: { path: a.txt }
`;

describe('a language session beside a record', () => {
  it('shows how a plan went the last time, and asks for its lenses again after a run', async () => {
    const server = await composeMemory({ files: { 'a.txt': 'x' } });
    const { context } = server;
    let refreshCount = 0;
    const peer = languagePeer((streams) =>
      openLanguageSession(streams, {
        language: createLanguage(languageTools(context.tools, context.disabledTools)),
        version: '1',
        root: '/w',
        log: server.log,
        nowMs: () => server.clock.now(),
        policyLayers: async () => (await fileLayers(context)).layers,
        canIsolateNetwork: () => Promise.resolve(true),
        request: (method, params) => server.request(method, params),
        listen: (listener) => context.bus.listen(listener),
      }),
    );
    peer.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshCount += 1;
      return null;
    });
    const lenses = async () =>
      (
        await peer.connection.sendRequest<
          { command: { title: string; command: string; arguments: unknown[] } }[]
        >('textDocument/codeLens', { textDocument: { uri } })
      ).map(({ command }) => command);
    await peer.initialize();
    await peer.open(uri, plan);
    assert.equal((await lenses()).length, 4);

    const session = await server.request('session/create', { goal: 'look', safety_profile: 'dev' });
    const { version } = await server.request('plan/import', { session_id: session.id, text: plan });
    await server.request('plan/approve', { session_id: session.id, version });
    const run = await server.request('run/start', { session_id: session.id });
    await server.request('run/wait', { run_id: run.run_id });

    const shown = await until('the last run to show', async () => {
      const found = (await lenses()).slice(4);
      return found.some(({ title }) => title.startsWith('Last run: succeeded')) && found;
    });
    assert.deepEqual(
      shown.map(({ command }) => command),
      ['holdpoint.run.showReport', 'holdpoint.run.showReport'],
    );
    assert.deepEqual(shown.at(-1)?.arguments, [{ run_id: run.run_id, step_id: 'look' }]);
    await until('the editor to be asked for its lenses', () => refreshCount > 0);
    peer.close();
  });
});
