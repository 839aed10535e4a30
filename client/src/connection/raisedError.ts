import { AppError, type ErrorBody, errorCodes } from '#protocol/errors';

const requestCancelled = -32800;

/**
 * The error of a failed request as the server raised it: an AppError, an AbortError when the person stopped it, and
 * SERVER_UNREACHABLE when the connection broke before there was an answer.
 */
export function raisedError(error: unknown): Error {
  if (error instanceof AppError || isAbort(error)) {
    return error;
  }
  const {
    code,
    message = String(error),
    data,
  } = error as { code?: unknown; message?: string; data?: unknown };
  if (code === requestCancelled) {
    return new DOMException('The request was cancelled.', 'AbortError');
  }
  const body = data as ErrorBody | undefined;
  if (body?.error_code === undefined || !(body.error_code in errorCodes)) {
    return new AppError(isServerAnswer(code) ? 'INTERNAL' : 'SERVER_UNREACHABLE', message);
  }
  const { run_id, step_id, stage_node, attempts, trace_id, details } = body;
  const place = { run_id, step_id, stage_node, attempts, trace_id };
  const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
  return new AppError(body.error_code as keyof typeof errorCodes, body.message, { ...known, ...details });
}

function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AbortError';
}

/** Numbers that JSON-RPC gives to what a server could not do; others tell that the connection is gone. */
function isServerAnswer(code: unknown): boolean {
  return typeof code === 'number' && code >= -32700 && code <= -32600;
}
