import type { Hono } from 'hono';
import type { Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { failed, safeHeaders } from '../answers';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import { prefix } from '../routes/methodRoutes';

/** Answers `/metrics` in the text form of Prometheus. */
export function addMetricsRoute(app: Hono<HttpEnv>, desk: HttpDesk): void {
  for (const path of ['/metrics', `${prefix}/metrics`]) {
    app.get(path, async (context) => {
      const { signal } = context.req.raw;
      const request = { method: 'server/status', params: {}, caller: callerOf(desk, context), signal };
      const answer = await dispatch(desk, request);
      if (!answer.ok) {
        return failed(answer.failure);
      }
      const type = 'text/plain; version=0.0.4; charset=utf-8';
      const text = desk.meter.text(answer.result as Result<'server/status'>);
      return new Response(text, { headers: { ...safeHeaders, 'content-type': type } });
    });
  }
}
