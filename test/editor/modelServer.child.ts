import { join, resolve } from 'node:path';
import { protocolVersion } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import { connectedEditors } from '../../server/src/adapters/editors/connectedEditors';
import { editorModels } from '../../server/src/adapters/editors/editorModels';
import { acquireLock, processStart } from '../../server/src/adapters/lock';
import { compose } from '../../server/src/compose';
import { openLog } from '../../server/src/main/logFile';
import { languageOpener } from '../../server/src/main/openLanguage';
import { Restriction } from '../../server/src/main/restriction';
import { socketPath } from '../../server/src/main/socketPath';
import { makeStateFolder, writeServerFile } from '../../server/src/main/state/stateFolder';
import { stateSecrets } from '../../server/src/main/state/stateSecrets';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import type { ModelOutcome, ModelQuestion } from './host/modelQuestions';

// The server of a folder as it ships, but that it asks the editor for its models whenever its parent says so.

const root = process.argv[2] ?? '';
const version = '0.0.0';
const bundles = resolve('dist/server');
let door: SocketDoor | undefined;
let asking = new AbortController();
const models = editorModels(async (method, params, signal) => {
  if (door === undefined) {
    throw new Error('the door is not open');
  }
  return await door.ask('models', { method, params, signal });
});

await serve();
process.on('message', (question: ModelQuestion) => void answer(question));
process.once('disconnect', () => process.exit(0));
process.send?.({ models: [] } satisfies ModelOutcome);

async function serve(): Promise<void> {
  const state = makeStateFolder(root);
  const secrets = stateSecrets(state);
  const log = openLog({
    path: join(state.logs, 'server.log'),
    logger: 'holdpoint.server',
    redact: (record) => secrets.redactor.json(record).value,
  });
  acquireLock(state.lock);
  const parts = await compose({
    ...{ root, state, models },
    storeWorker: join(bundles, 'storeWorker.cjs'),
    queryWorker: join(bundles, 'queryWorker.cjs'),
    settings: secrets.settings,
    redactor: secrets.redactor,
    restriction: new Restriction(false),
    editors: connectedEditors(() => door?.unsaved() ?? new Set()),
    server: {
      ...{ version, pid: process.pid, startedMs: Date.now() },
      clients: () => door?.clients() ?? 0,
      stop: () => process.exit(0),
      fault: (error) => log.error('a fault of ours', { error: String(error) }),
      spanReceiver: () => null,
    },
  });
  const socket = socketPath(root);
  door = await openSocketDoor({
    path: socket,
    desk: { handlers: parts.handlers, log },
    greeter: { token: secrets.token, actor: 'user:kim', version, pid: process.pid, root },
    openLanguage: languageOpener(parts, { version, log }),
    listen: (listener) => parts.context.bus.listen(listener),
  });
  const started_at = new Date().toISOString();
  const start = processStart(process.pid);
  writeServerFile(state.serverFile, {
    ...{ pid: process.pid, start, socket, version, started_at },
    base_url: null,
    protocol: protocolVersion,
  });
}

async function answer(question: ModelQuestion): Promise<void> {
  if (question.kind === 'stop') {
    asking.abort();
    return;
  }
  asking = new AbortController();
  process.send?.(await outcome(question, asking.signal));
}

async function outcome(
  question: Exclude<ModelQuestion, { kind: 'stop' }>,
  signal: AbortSignal,
): Promise<ModelOutcome> {
  try {
    return question.kind === 'list'
      ? { models: await models.list(signal) }
      : { answer: await models.ask(question.request, signal) };
  } catch (error) {
    const { name, message } = error as Error;
    return { refusal: { name, message, code: error instanceof AppError ? error.code : null } };
  }
}
