import { type CancellationToken, createMessageConnection } from 'vscode-jsonrpc/node';
import type { Method, Params, Result } from '#protocol/methods';
import { reachServer } from '../../../client/src/connection/server/reachServer';
import { until } from '../../support/until';
import { holdpointExtension, workspaceFolder } from './holdpointExtension';

/** A connection of the test's own to the server that the editor speaks to, as the command line has one. */
export interface OwnConnection {
  request<M extends Method>(method: M, params: Params<M>, token?: CancellationToken): Promise<Result<M>>;
  close(): void;
}

/** Attaches to the workspace's server, which is started when none lives. */
export async function ownConnection(isTrusted = true): Promise<OwnConnection> {
  const { extensionPath } = holdpointExtension();
  const streams = await reachServer({
    root: workspaceFolder().fsPath,
    serverPath: `${extensionPath}/dist/server/main.mjs`,
    version: 'test',
    isTrusted,
    onStart: () => undefined,
  });
  const connection = createMessageConnection(streams.reader, streams.writer);
  connection.listen();
  return {
    request: (method, params, token) =>
      token === undefined
        ? connection.sendRequest(method, params)
        : connection.sendRequest(method, params, token),
    close: () => {
      connection.dispose();
      streams.drop();
    },
  };
}

/** Waits until the editor itself is connected as well. */
export async function untilEditorIsThere({ request }: OwnConnection, clientCount = 2): Promise<void> {
  await until(
    'the editor to be connected',
    async () => (await request('server/status', {})).clients >= clientCount,
    30_000,
  );
}
