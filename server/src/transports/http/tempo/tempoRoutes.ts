import type { Hono } from 'hono';
import { safeHeaders } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { addMetricRoutes } from './metricRoutes';
import { addSearchRoutes } from './searchRoutes';
import { addTagRoutes } from './tagRoutes';
import { addTraceRoutes } from './traceRoutes';

/** As much of Tempo's API as Grafana's data source asks for, so that it can be pointed at this server. */
export function addTempoRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/echo',
    () => new Response('echo', { headers: { ...safeHeaders, 'content-type': 'text/plain' } }),
  );
  addSearchRoutes(app, desk);
  addTraceRoutes(app, desk);
  addTagRoutes(app, desk);
  addMetricRoutes(app, desk);
}
