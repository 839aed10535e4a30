import type { Hono } from 'hono';
import type { Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { failed, jsonAnswer } from '../answers';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import { prefix } from '../routes/methodRoutes';
import { type ApiDocument, openApi } from './openApi';

/** Answers `/openapi.json`; made when it is first asked for, of the routes that there are. */
export function addOpenApiRoute(app: Hono<HttpEnv>, desk: HttpDesk): void {
  let made: ApiDocument | undefined;
  for (const path of ['/openapi.json', `${prefix}/openapi.json`]) {
    app.get(path, async (context) => {
      const { signal } = context.req.raw;
      const request = { method: 'server/status', params: {}, caller: callerOf(desk, context), signal };
      const answer = await dispatch(desk, request);
      if (!answer.ok) {
        return failed(answer.failure);
      }
      made ??= openApi((answer.result as Result<'server/status'>).version, app.routes);
      return jsonAnswer(200, made);
    });
  }
}
