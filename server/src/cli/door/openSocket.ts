import { createConnection, type Socket } from 'node:net';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { HelloParams, HelloResult } from '#protocol/connection';
import { AppError, type ErrorBody, errorCodes } from '#protocol/errors';
import type { CancelSignal } from '#protocol/methods';
import type { Door } from './door';

/** Opens a door over the socket of a server and says hello; undefined when nobody listens there. */
export async function openSocket(path: string, hello: HelloParams): Promise<Door | undefined> {
  const socket = await connected(path);
  if (socket === undefined) {
    return undefined;
  }
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  const lost = whenLost(rpc);
  rpc.listen();
  try {
    const server = await answered<HelloResult>(rpc, lost, { method: 'server/hello', params: hello });
    return doorOver(rpc, lost, server, socket);
  } catch (error) {
    rpc.dispose();
    socket.destroy();
    throw error;
  }
}

function doorOver(rpc: MessageConnection, lost: Promise<never>, server: HelloResult, socket: Socket): Door {
  return {
    server,
    request: (method, params, signal) => answered(rpc, lost, { method, params, signal }),
    on: (notification, listener) => {
      const registered = rpc.onNotification(notification, listener);
      return () => registered.dispose();
    },
    closed: lost.catch(() => undefined),
    close: () => {
      rpc.dispose();
      socket.end();
      socket.unref();
    },
  };
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

/** Rejects when the server goes away, so that no request waits for ever. */
function whenLost(rpc: MessageConnection): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    const fail = () => reject(new AppError('SERVER_UNREACHABLE', 'the server closed the connection'));
    rpc.onClose(fail);
    rpc.onError(fail);
  });
  lost.catch(() => undefined);
  return lost;
}

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly signal?: CancelSignal | undefined;
}

async function answered<T>(
  rpc: MessageConnection,
  lost: Promise<never>,
  { method, params, signal }: Asked,
): Promise<T> {
  const given = new CancellationTokenSource();
  const give = () => given.cancel();
  signal?.addEventListener('abort', give, { once: true });
  try {
    return await Promise.race([rpc.sendRequest<T>(method, params, given.token), lost]);
  } catch (error) {
    throw failureOf(error);
  } finally {
    signal?.removeEventListener('abort', give);
  }
}

/** The error the server raised, as it was raised there. */
function failureOf(error: unknown): unknown {
  if (!(error instanceof ResponseError)) {
    return error instanceof AppError ? error : new AppError('SERVER_UNREACHABLE', (error as Error).message);
  }
  const body = error.data as ErrorBody | undefined;
  if (body?.error_code !== undefined && body.error_code in errorCodes) {
    const { run_id, step_id, stage_node, attempts, trace_id } = body;
    const place = { run_id, step_id, stage_node, attempts, trace_id };
    const known = Object.entries(place).filter(([, value]) => value !== undefined);
    return new AppError(body.error_code as keyof typeof errorCodes, body.message, {
      ...Object.fromEntries(known),
      ...body.details,
    });
  }
  return new AppError('INTERNAL', error.message);
}
