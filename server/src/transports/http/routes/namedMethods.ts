import type { Hono } from 'hono';
import { type Method, methods } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { failureOf } from '../../failure';
import { failed, jsonAnswer } from '../answers';
import { bodyObject } from '../body/requestParams';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import { prefix } from './methodRoutes';
import { routeExtras } from './routeTable';

/** Below this every method is reached by its own name, with its own parameters and answer, as over the socket. */
export const namedPrefix = `${prefix}/methods`;

/** One route for each method of the contract; the command line speaks to a server elsewhere by these. */
export function addNamedMethods(app: Hono<HttpEnv>, desk: HttpDesk): void {
  for (const method of Object.keys(methods) as Method[]) {
    app.post(`${namedPrefix}/${method}`, async (context) => {
      try {
        const request = context.req.raw;
        const bodyBytes = routeExtras[method]?.bodyBytes ?? desk.limits.bodyBytes;
        const params = await bodyObject({ request, bodyBytes });
        const caller = callerOf(desk, context);
        const answer = await dispatch(desk, { method, params, caller, signal: request.signal });
        return answer.ok ? jsonAnswer(200, answer.result) : failed(answer.failure);
      } catch (error) {
        return failed(failureOf(error, desk.log, method));
      }
    });
  }
}
