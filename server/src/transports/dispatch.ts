import type { z } from 'zod';
import { AppError } from '#protocol/errors';
import { type Caller, type CancelSignal, type Handlers, type Method, methods } from '#protocol/methods';
import type { MethodShape } from '#protocol/methods/shapes';
import { type Failure, failureOf } from './failure';
import type { Log } from './log';

/** What every door hands its requests to. */
export interface Desk {
  readonly handlers: Handlers;
  readonly log: Log;
}

/** One request with who asks; `params` is whatever came in. */
export interface Request {
  readonly method: string;
  readonly params: unknown;
  readonly caller: Caller;
  readonly signal: CancelSignal;
}

/** How a request ended, before its door gives it a form. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** Carries one request to its handler: shape, role, answer. The only place that turns errors into answers. */
export async function dispatch(desk: Desk, request: Request): Promise<Answer> {
  try {
    return { ok: true, result: await answer(desk, request) };
  } catch (error) {
    return { ok: false, failure: failureOf(error, desk.log, request.method) };
  }
}

/** Refuses what a schema does not take: values out of range as INPUT_INVALID, everything else as BAD_REQUEST. */
export function checkedParams<T extends z.ZodType>(schema: T, params: unknown): z.output<T> {
  const read = schema.safeParse(params ?? {});
  if (read.success) {
    return read.data;
  }
  const { issues } = read.error;
  const errors = issues.map((issue) => ({ path: pointer(issue.path), message: issue.message }));
  const isOnlyValues = issues.every((issue) =>
    ['invalid_value', 'too_small', 'too_big'].includes(issue.code),
  );
  const text = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  throw new AppError(isOnlyValues ? 'INPUT_INVALID' : 'BAD_REQUEST', text, { errors });
}

async function answer(desk: Desk, request: Request): Promise<unknown> {
  const { method, caller, signal } = request;
  if (!isMethod(method)) {
    throw new AppError('BAD_REQUEST', `there is no method ${JSON.stringify(method.slice(0, 100))}`);
  }
  const shape: MethodShape = methods[method];
  refuseRole(caller, shape.role, method);
  const params = checkedParams(shape.params, request.params);
  if (signal.aborted) {
    throw new DOMException('the caller gave up before the request began', 'AbortError');
  }
  const result = await (desk.handlers[method] as Handler)(params, caller, signal);
  return checkedResult(shape, result);
}

type Handler = (params: unknown, caller: Caller, signal: CancelSignal) => Promise<unknown>;

/** Whether a request is one of the contract. */
export function isMethod(method: string): method is Method {
  return Object.hasOwn(methods, method);
}

const rank = { viewer: 0, operator: 1, approver: 2 } as const;

function refuseRole(caller: Caller, least: Caller['role'], method: string): void {
  if (rank[caller.role] >= rank[least]) {
    return;
  }
  if (caller.limit === 'untrusted_workspace') {
    const text = `${method}: nothing runs and nothing is decided in a workspace that is not trusted; trust it first`;
    throw new AppError('FORBIDDEN', text, { cause: caller.limit });
  }
  throw new AppError('FORBIDDEN', `${method} needs the role ${least}; ${caller.actor} is ${caller.role}`);
}

/** A handler that answers in a shape the contract does not know is our fault, and nobody must build on it. */
function checkedResult(shape: MethodShape, result: unknown): unknown {
  const read = shape.result.safeParse(result);
  if (read.success) {
    return read.data;
  }
  const places = read.error.issues.map((issue) => `${pointer(issue.path)}: ${issue.message}`);
  throw new Error(`the answer breaks the contract: ${places.join('; ')}`);
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
