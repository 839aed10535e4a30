import { connect, type Socket } from 'node:net';
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import { protocolVersion } from '#protocol/connection';
import type { ErrorBody } from '#protocol/errors';
import type { Method, Params, Result } from '#protocol/methods';

/** A connection to the socket door as an independent client makes it. */
export interface SocketPeer {
  readonly socket: Socket;
  readonly connection: MessageConnection;
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  /** The body with which a request is refused. */
  refusal(method: string, params: unknown): Promise<{ readonly code: number; readonly body: ErrorBody }>;
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects and, given a token, says hello. */
export async function socketPeer(path: string, token: string | null): Promise<SocketPeer> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.onError(() => {});
  connection.listen();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (token !== null) {
    await connection.sendRequest('server/hello', helloOf(token));
  }
  return {
    socket,
    connection,
    request: (method, params) => connection.sendRequest(method, params),
    refusal: (method, params) => refusalOf(connection.sendRequest(method, params)),
    closed,
    close: () => {
      connection.dispose();
      socket.destroy();
    },
  };
}

/** A good hello with the given token. */
export function helloOf(token: string) {
  return { token, protocol: protocolVersion, source: 'cli', client: { name: 'test', version: '0' } } as const;
}

async function refusalOf(request: Promise<unknown>): Promise<{ code: number; body: ErrorBody }> {
  try {
    await request;
  } catch (error) {
    if (error instanceof ResponseError) {
      return { code: error.code, body: error.data as ErrorBody };
    }
    throw error;
  }
  throw new Error('the request was answered');
}
