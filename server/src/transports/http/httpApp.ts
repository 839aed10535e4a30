import { Hono } from 'hono';
import { AppError } from '#protocol/errors';
import { failureOf } from '../failure';
import { failed, refused } from './answers';
import type { HttpDesk, HttpEnv } from './httpDesk';
import { addMcpRoute } from './mcp/mcpRoute';
import { addMetricsRoute } from './metrics/metricsRoute';
import { addOpenApiRoute } from './openapi/openApiRoute';
import { addReceiveRoute } from './otlp/receiveRoute';
import { addHealthRoutes } from './routes/healthRoutes';
import { addMethodRoutes } from './routes/methodRoutes';
import { addNamedMethods } from './routes/namedMethods';
import { addStreamRoutes } from './streams/streamRoutes';
import { addTempoRoutes } from './tempo/tempoRoutes';

/** Every route of the door; whatever fits none is answered as JSON too (LOG-12). */
export function httpApp(desk: HttpDesk): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>({ strict: true });
  addHealthRoutes(app, desk);
  addMethodRoutes(app, desk);
  addReceiveRoute(app, desk);
  addNamedMethods(app, desk);
  addTempoRoutes(app, desk);
  addStreamRoutes(app, desk);
  addMcpRoute(app, desk);
  addMetricsRoute(app, desk);
  addOpenApiRoute(app, desk);
  app.notFound((context) => {
    const verbs = verbsOf(app, context.req.path);
    return verbs.length === 0
      ? refused('NOT_FOUND', 'there is no such route')
      : refused('METHOD_NOT_ALLOWED', `this route takes ${verbs.join(', ')}`, { allow: verbs.join(', ') });
  });
  app.onError((error, context) => failed(failureOf(faultOf(error), desk.log, context.req.path)));
  return app;
}

/** Which verbs a path would have taken. */
function verbsOf(app: Hono<HttpEnv>, path: string): readonly string[] {
  const verbs = [...new Set(app.routes.map(({ method }) => method))];
  const taken = verbs.filter((verb) => app.router.match(verb, path)[0].length > 0);
  return taken.includes('GET') ? [...taken, 'HEAD'] : taken;
}

/** The framework's own refusals carry a status of the caller's fault. */
function faultOf(error: Error): Error {
  const status = (error as { readonly status?: unknown }).status;
  return typeof status === 'number' && status < 500 ? new AppError('BAD_REQUEST', error.message) : error;
}
