import { AppError, type ErrorBody, errorCodes } from '#protocol/errors';
import type { Log } from './log';

/** A failed answer before a door gives it its form: JSON-RPC number, HTTP status and the body. */
export interface Failure {
  readonly rpc: number;
  readonly http: number;
  readonly body: ErrorBody;
}

/** The number the language server protocol gives to a request that its caller cancelled. */
const requestCancelled = -32800;

/** Names a failure: on purpose, given up by the caller, or our fault, whose stack goes to the log and nowhere else. */
export function failureOf(error: unknown, log: Log, method: string): Failure {
  if (error instanceof AppError) {
    const { rpc, http } = errorCodes[error.code];
    return { rpc, http, body: errorBody(error) };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    const body = {
      error: 'cancelled',
      error_code: 'CANCELLED',
      message: 'The request was cancelled.',
    } as const;
    return { rpc: requestCancelled, http: 499, body };
  }
  log.error('a request failed through our fault', { method, stack: stackOf(error) });
  return failureOf(new AppError('INTERNAL', errorCodes.INTERNAL.meaning), log, method);
}

/** The body of §1.11 for an error raised on purpose. */
export function errorBody(error: AppError): ErrorBody {
  const { code, message, details } = error;
  const { error: name } = errorCodes[code];
  return {
    error: name,
    error_code: code,
    message,
    ...place(details),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** What an error says about where it happened stands at the top of the body. */
function place(details: Readonly<Record<string, unknown>>): Partial<ErrorBody> {
  const { run_id, step_id, stage_node, attempts, trace_id } = details;
  return {
    ...(typeof run_id === 'string' ? { run_id } : {}),
    ...(typeof step_id === 'string' ? { step_id } : {}),
    ...(typeof stage_node === 'string' ? { stage_node } : {}),
    ...(typeof attempts === 'number' ? { attempts } : {}),
    ...(typeof trace_id === 'string' ? { trace_id } : {}),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
