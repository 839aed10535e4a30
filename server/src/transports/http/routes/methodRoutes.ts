import type { Context, Hono } from 'hono';
import { type Method, methods } from '#protocol/methods';
import type { MethodShape } from '#protocol/methods/shapes';
import { dispatch } from '../../dispatch';
import { failureOf } from '../../failure';
import { failed, jsonAnswer } from '../answers';
import { requestParams } from '../body/requestParams';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import type { RouteExtra } from './routeExtra';
import { routeExtras } from './routeTable';

/** One way to reach a method over HTTP. */
export interface MethodRoute {
  readonly verb: string;
  /** As the framework writes it: `/api/v1/runs/:run_id`. */
  readonly path: string;
  readonly method: Method;
  readonly extra: RouteExtra;
  /** Values for query keys that a caller leaves out, where an alias differs from its route. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** Under which the routes of the contract lie. */
export const prefix = '/api/v1';

/** Every route that carries a request to a method: those of the method table and what the route table adds to them. */
export function methodRoutes(): readonly MethodRoute[] {
  return (Object.keys(methods) as Method[]).flatMap((method) => routesOf(method));
}

function routesOf(method: Method): readonly MethodRoute[] {
  const extra = routeExtras[method] ?? {};
  const shape: MethodShape = methods[method];
  const routes = [...(shape.http === null ? [] : [shape.http]), ...(extra.also ?? [])];
  return routes.flatMap((route) => {
    const [verb = '', path = ''] = route.split(' ');
    const plain = path.replaceAll(/\{(\w+)\}/g, ':$1');
    const own = { verb, path: prefix + plain, method, extra, defaults: {} };
    return extra.alias === undefined ? [own] : [own, { ...own, path: plain, defaults: extra.alias }];
  });
}

/** Hands every route to the framework; requests go through the one dispatch. */
export function addMethodRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  for (const route of methodRoutes()) {
    app.on(route.verb, route.path, (context) => answer(context, desk, route));
  }
}

async function answer(context: Context<HttpEnv>, desk: HttpDesk, route: MethodRoute): Promise<Response> {
  const { method, extra } = route;
  const request = context.req.raw;
  const shape: MethodShape = methods[method];
  try {
    const path = context.req.param() as Record<string, string>;
    const bodyBytes = extra.bodyBytes ?? desk.limits.bodyBytes;
    const schema = extra.form === undefined ? [shape.params] : [shape.params, extra.form];
    const given = await requestParams(schema, { request, path, bodyBytes });
    const params = { ...route.defaults, ...(extra.taken?.(given) ?? given) };
    const caller = callerOf(desk, context);
    const result = await dispatch(desk, { method, params, caller, signal: request.signal });
    if (!result.ok) {
      return failed(result.failure);
    }
    const shown = (await extra.shown?.(result.result, { desk, request, params })) ?? result.result;
    return shown instanceof Response ? shown : jsonAnswer(statusOf(extra, params), shown);
  } catch (error) {
    return failed(failureOf(error, desk.log, method));
  }
}

function statusOf({ status = 200 }: RouteExtra, params: Readonly<Record<string, unknown>>): number {
  return typeof status === 'number' ? status : status(params);
}
