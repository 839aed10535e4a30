import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import { AppError, type ErrorBody, type ErrorCode, errorCodes } from '#protocol/errors';

/** Something that the server asks of a client. */
export interface Question {
  readonly method: string;
  readonly params: unknown;
  readonly signal: AbortSignal;
}

/** Asks over a connection; what the client raises on purpose is thrown as it raised it. */
export async function askClient(
  connection: MessageConnection,
  { method, params, signal }: Question,
): Promise<unknown> {
  signal.throwIfAborted();
  const cancelling = new CancellationTokenSource();
  const cancel = () => cancelling.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await connection.sendRequest(method, params, cancelling.token);
  } catch (error) {
    signal.throwIfAborted();
    throw raisedError(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancelling.dispose();
  }
}

function raisedError(error: unknown): AppError {
  const { data, message } = error as { readonly data?: Partial<ErrorBody>; readonly message: string };
  const code = data?.error_code;
  return code !== undefined && Object.hasOwn(errorCodes, code)
    ? new AppError(code as ErrorCode, message, data?.details)
    : new AppError('SERVER_UNREACHABLE', `the editor did not answer: ${message}`);
}
