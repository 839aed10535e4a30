import { setTimeout as delay } from 'node:timers/promises';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type { HelloParams } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import { raisedError } from '../raisedError';
import { greetedStreams } from './greetedStreams';
import { readServerFile, readToken } from './serverFile';

const patienceMs = 7000;
const pauseMs = 25;

/** Which server is to end, and what comes right before it is asked to. */
export interface StopOptions {
  readonly root: string;
  readonly version: string;
  readonly beforeStop: () => Promise<void>;
}

/**
 * Ends the server of a folder, of whatever version it is, unless runs are at work. Hello, `server/status` and
 * `server/stop` are the same in every version, so that an old server can be asked by a new window.
 */
export async function stopServer({ root, version, beforeStop }: StopOptions): Promise<void> {
  const file = await readServerFile(root);
  if (file === undefined) {
    return;
  }
  const streams = await greetedStreams(file.socket, {
    token: await readToken(root),
    protocol: file.protocol,
    source: 'vscode',
    client: { name: 'vscode', version },
  } satisfies HelloParams);
  if (streams === undefined) {
    return;
  }
  const connection = createMessageConnection(streams.reader, streams.writer);
  connection.listen();
  try {
    const status = await connection.sendRequest<{ readonly active_runs?: number }>('server/status', {});
    refuseActive(status.active_runs ?? 0);
    await beforeStop();
    await connection.sendRequest('server/stop', {});
  } catch (error) {
    throw raisedError(error);
  } finally {
    connection.dispose();
    streams.drop();
  }
  await untilGone(root, file.pid);
}

function refuseActive(runCount: number): void {
  if (runCount > 0) {
    const text = `${runCount} run${runCount === 1 ? ' is' : 's are'} at work; wait or cancel, then restart the server`;
    throw new AppError('STATE_CONFLICT', text, { cause: 'active_runs', count: runCount });
  }
}

async function untilGone(root: string, pid: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while ((await readServerFile(root))?.pid === pid) {
    if (performance.now() > deadline) {
      throw new AppError('SERVER_UNREACHABLE', `the server of ${root} (process ${pid}) does not end`);
    }
    await delay(pauseMs);
  }
}
