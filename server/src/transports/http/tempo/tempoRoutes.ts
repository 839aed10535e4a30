import type { Hono } from 'hono';
import { jsonAnswer, safeHeaders } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { addMetricRoutes } from './metricRoutes';
import { addSearchRoutes } from './searchRoutes';
import { addTagRoutes } from './tagRoutes';
import { addTraceRoutes } from './traceRoutes';

/**
 * The version of Tempo whose API this is, for data sources that go by it: one that streams nothing, for streams go over
 * gRPC, which is not spoken here.
 */
const likeTempo = { version: '2.1.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };

/** As much of Tempo's API as Grafana's data source asks for, so that it can be pointed at this server. */
export function addTempoRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/echo',
    () => new Response('echo', { headers: { ...safeHeaders, 'content-type': 'text/plain' } }),
  );
  app.get('/api/status/buildinfo', () => jsonAnswer(200, likeTempo));
  addSearchRoutes(app, desk);
  addTraceRoutes(app, desk);
  addTagRoutes(app, desk);
  addMetricRoutes(app, desk);
}
