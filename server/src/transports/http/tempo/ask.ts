import type { Context } from 'hono';
import { AppError } from '#protocol/errors';
import type { Method, Params, Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { failureOf } from '../../failure';
import { failed } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';

/** What a route of Tempo's asks the server; what is refused is thrown. */
export type Ask = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;

/** A route that reads: its questions go through the dispatch as those of whoever holds the token. */
export function answering(
  desk: HttpDesk,
  answer: (context: Context<HttpEnv>, ask: Ask) => Promise<Response>,
): (context: Context<HttpEnv>) => Promise<Response> {
  return async (context) => {
    const caller = desk.callerOf(context.env.token);
    const { signal } = context.req.raw;
    const ask: Ask = async (method, params) => {
      const reply = await dispatch(desk, { method, params, caller, signal });
      if (reply.ok) {
        return reply.result as never;
      }
      const { error_code, message, details } = reply.failure.body;
      throw error_code === 'CANCELLED'
        ? new DOMException(message, 'AbortError')
        : new AppError(error_code, message, details);
    };
    try {
      return await answer(context, ask);
    } catch (error) {
      return failed(failureOf(error, desk.log, context.req.path));
    }
  };
}

/** A whole number of a query, or what stands for it when it is not there. */
export function numberOf(context: Context<HttpEnv>, name: string, otherwise: number): number {
  const text = context.req.query(name);
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw new AppError('BAD_REQUEST', `${name} is not a whole number`);
  }
  return Number(text);
}

/** The range of a query in microseconds; Tempo takes seconds, and nanoseconds where the number is that long. */
export function rangeOf(context: Context<HttpEnv>): { readonly start_us?: number; readonly end_us?: number } {
  const [start, end] = [timeOf(context, 'start'), timeOf(context, 'end')];
  return {
    ...(start === undefined ? {} : { start_us: start }),
    ...(end === undefined ? {} : { end_us: end }),
  };
}

function timeOf(context: Context<HttpEnv>, name: string): number | undefined {
  const text = context.req.query(name);
  if (text === undefined || text === '' || text === '0') {
    return undefined;
  }
  if (/^\d{1,11}(\.\d+)?$/.test(text)) {
    return Math.round(Number(text) * 1e6);
  }
  if (/^\d{16,19}$/.test(text)) {
    return Math.floor(Number(BigInt(text) / 1000n));
  }
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) {
    throw new AppError('BAD_REQUEST', `${name} is no time`);
  }
  return ms * 1000;
}
